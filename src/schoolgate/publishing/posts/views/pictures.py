"""The pictures of a post: which of those that are ready, in which order; and how each will look."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent
from schoolgate.publishing.pictures import showing
from schoolgate.publishing.pictures.models import Picture
from schoolgate.publishing.pictures.reach import seen_by
from schoolgate.publishing.pictures.ready import why_not
from schoolgate.publishing.posts.actions.writing import write
from schoolgate.publishing.posts.finding import latest, may_change
from schoolgate.publishing.posts.forms import Places
from schoolgate.publishing.posts.models import PostVersion
from schoolgate.publishing.posts.views.finding import find
from schoolgate.publishing.posts.words import pictures_of, words_of

A_PAGE = 24


@power("post.write")
@ask
def choose(request: Request, reference: str) -> HttpResponse:
    """A place for each picture that is to be in it. What stands on other pages of the list stays as it is."""
    found = find(request, reference)
    if not may_change(request.person, found):
        raise Http404
    words = words_of(latest(found))
    kept = pictures_of(found.school, words.pictures)
    others = seen_by(request.person).exclude(pk__in=[one.pk for one in kept]).prefetch_related("faces")
    page = Paginator(others.order_by("-at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    ready = [one for one in page if not why_not(one)]
    every = request.method == "POST" and "all" in request.POST
    form = Places([*kept, *ready], words.pictures, None if every else sent(request))
    if every or form.is_valid():
        # In the order in which they came; the list has the newest first.
        chosen = (*words.pictures, *(one.pk for one in reversed(ready))) if every else form.in_order()
        try:
            write(request.person, words._replace(pictures=chosen), found)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("post", reference=reference)
    cards = [
        {
            "it": one,
            "alt": one.said("alt"),
            "src": reverse("picture_small", args=[one.pk]),
            "field": form[f"place_{one.pk}"],
        }
        for one in form.listed
    ]
    context = {
        "found": found,
        "form": form,
        "cards": cards,
        "page": page,
        "unready": len(page) - len(ready),
        "ready": len(ready),
        "back_url": reverse("post", args=[reference]),
    }
    return render(request, "posts/pictures.html", context, status=422 if form.errors else 200)


@power("post.see")
@require_safe
def shown(request: Request, reference: str, version: int, number: int) -> HttpResponseBase:
    """A picture of a post, for whoever may see the post: also for those who approve it and see no others."""
    found = find(request, reference)
    held = PostVersion.objects.of(found.school).filter(post=found, number=version).first()
    if held is None or number not in held.pictures:
        raise Http404
    picture = Picture.objects.of(found.school).filter(pk=number).exclude(vault_key="").first()
    if picture is None:
        raise Http404
    return showing.whole(picture)
