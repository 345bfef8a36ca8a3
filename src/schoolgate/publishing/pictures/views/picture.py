"""One picture: how it looks, what is still to be done, and its description."""

from __future__ import annotations

from collections.abc import Callable

from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.today import TO_DO
from schoolgate.community.views.asking import ask, asked_and_done, sent
from schoolgate.publishing.pictures import showing
from schoolgate.publishing.pictures.actions.describing import describe
from schoolgate.publishing.pictures.forms import Describe
from schoolgate.publishing.pictures.models import Picture
from schoolgate.publishing.pictures.reach import find
from schoolgate.publishing.pictures.ready import why_not
from schoolgate.publishing.pictures.saying import NOT_THIS_ONE, called, face_tasks


@power("picture.use")
@require_safe
def picture(request: Request, number: int) -> HttpResponse:
    found = find(request.person, number)
    faces = list(found.faces.select_related("person__school"))
    tasks = face_tasks(found, faces)
    context = {
        "picture": found,
        "called": called(found),
        "alt": found.said("alt") or "Nobody has described this picture yet",
        "image": reverse("picture_numbered" if faces else "picture_image", args=[found.pk]),
        "left": why_not(found),
        "faces": tasks,
        "not_shown": any(task["status"] == NOT_THIS_ONE for task in tasks),
        "words": [
            {
                "title": "Describe it",
                "url": reverse("picture_words", args=[found.pk]),
                "hint": found.said("alt"),
                "status": "Done" if found.said("alt") else TO_DO,
            }
        ],
        "rows": _rows(found),
        "made_from": called(found.parent) if found.parent else "",
    }
    return render(request, "pictures/picture.html", context)


def _rows(found: Picture) -> list[tuple[str, str]]:
    taken_out = found.private.get("held") or []
    rows = [
        ("Added by", found.by.name),
        ("Where it is from", Picture.Made(found.made).label),
        ("Size", f"{found.width} × {found.height} pixels"),
    ]
    if taken_out:
        rows.append(("What we took out", ", ".join(taken_out)))
    if found.made == Picture.Made.ELSEWHERE:
        rows.append(("Whose it is", found.said("source")))
    if found.original_key and found.destroy_on:
        rows.append(("The original", f"Locked away. It is destroyed on {date_format(found.destroy_on)}."))
    return rows


@power("picture.use")
@ask
def describe_it(request: Request, number: int) -> HttpResponse:
    found = find(request.person, number)
    elsewhere = found.made == Picture.Made.ELSEWHERE
    initial = {"alt": found.said("alt"), "source": found.said("source")}
    return asked_and_done(
        request,
        Describe(sent(request), elsewhere=elsewhere, initial=initial),
        lambda given: describe(request.person, found, **given),
        done="It is described.",
        to=reverse("picture", args=[number]),
        title="Describe the picture",
        button="Save",
        template="pictures/describe.html",
        picture=found,
    )


def _shown(show: Callable[[Picture], HttpResponseBase]) -> Callable[[Request, int], HttpResponseBase]:
    @power("picture.use")
    @require_safe
    def view(request: Request, number: int) -> HttpResponseBase:
        return show(find(request.person, number))

    return view


image = _shown(showing.whole)
small = _shown(showing.small)
numbered = _shown(showing.with_numbers)
