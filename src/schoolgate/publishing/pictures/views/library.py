"""All pictures that somebody may use, bringing more, and how far those are that were brought."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from schoolgate.casework.reports.uploads import take_some
from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.publishing.pictures.actions.bringing import File, bring
from schoolgate.publishing.pictures.actions.waiting import is_stuck, throw_away, try_again
from schoolgate.publishing.pictures.forms import Bring
from schoolgate.publishing.pictures.models import Album, Arrival
from schoolgate.publishing.pictures.reach import seen_by, sees_all, unfinished
from schoolgate.publishing.pictures.refusing import why
from schoolgate.publishing.pictures.saying import card

ON_A_PAGE = 24
View = Callable[[Request], HttpResponse]


@power("picture.use")
@require_safe
def library(request: Request) -> HttpResponse:
    every = seen_by(request.person)
    to_finish = request.GET.get("show") == "unfinished"
    page = Paginator((unfinished(every) if to_finish else every).prefetch_related("faces"), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "cards": [card(one) for one in page],
        "to_finish": to_finish,
        "unfinished": page.paginator.count if to_finish else unfinished(every).count(),
        "all_of_school": sees_all(request.person),
    }
    return render(request, "pictures/library.html", context)


def _in_memory(view: View) -> View:
    """The form's token is looked for only once it is known that files go to memory."""
    protected = csrf_protect(cast(Any, view))

    @wraps(view)
    def taking(request: Request) -> HttpResponse:
        take_some(request)
        return cast(HttpResponse, protected(request))

    return cast(View, csrf_exempt(cast(Any, taking)))


@power("picture.use")
@_in_memory
@ask
def add(request: Request) -> HttpResponse:
    form = Bring(request.POST, request.FILES) if request.method == "POST" else Bring(initial={"made": Album.Made.TAKEN})
    if form.is_valid():
        said = form.cleaned_data
        files = [File(one.name or "", one.read()) for one in said["pictures"]]
        try:
            album = bring(request.person, files, said["made"], said["source"])
        except Refused as no:
            form.add_error("pictures", str(no))
        else:
            return redirect("album", number=album.pk)
    context = {"form": form, "title": "Add pictures", "button_text": "Add them", "back_url": reverse("pictures")}
    return render(request, "pictures/add.html", context, status=422 if form.errors else 200)


@power("picture.use")
@require_safe
def album(request: Request, number: int) -> HttpResponse:
    """How far each of its files is; the page asks again by itself while some wait."""
    found = _album(request, number)
    arrivals = list(found.arrivals.select_related("picture").prefetch_related("picture__faces"))
    waiting = sum(one.state == Arrival.State.WAITING for one in arrivals)
    files = [
        {
            "number": one.number,
            "name": one.said("name"),
            "state": one.state,
            "why": why(one) if one.state == Arrival.State.REFUSED else "",
            "card": card(one.picture) if one.picture and not one.picture.ended_at else None,
        }
        for one in arrivals
    ]
    context = {
        "album": found,
        "stuck": is_stuck(found),
        "waiting": waiting,
        "done": len(files) - waiting,
        "total": len(files),
        "files": files,
    }
    return render(request, "pictures/album.html", context)


@power("picture.use")
@require_POST
def album_waiting(request: Request, number: int) -> HttpResponse:
    """What could not be looked at is looked at again, or thrown away."""
    found = _album(request, number)
    try:
        if request.POST.get("do") == "throw_away":
            throw_away(request.person, found)
            messages.success(request, "They are thrown away.")
        else:
            try_again(request.person, found)
            messages.success(request, "We are looking at them again.")
    except Refused as no:
        messages.info(request, str(no))
    return redirect("album", number=number)


def _album(request: Request, number: int) -> Album:
    found = Album.objects.of(request.person.school).select_related("school").filter(pk=number).first()
    if found is None or not (found.by_id == request.person.pk or sees_all(request.person)):
        raise Http404
    return found
