"""One picture: how it looks, what is still to be done, and its description."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.contrib import messages
from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.today import TO_DO, about_row
from schoolgate.community.views.asking import ask, asked_and_done, sent
from schoolgate.policy.views.asking import Card
from schoolgate.policy.views.asking import card as clause_card
from schoolgate.publishing.pictures import showing
from schoolgate.publishing.pictures.actions.answering import answer_device
from schoolgate.publishing.pictures.actions.describing import describe
from schoolgate.publishing.pictures.actions.putting_away import put_away as put_it_away
from schoolgate.publishing.pictures.alike import alike_to
from schoolgate.publishing.pictures.devices import is_refused, is_unknown, ruling
from schoolgate.publishing.pictures.forms import Describe, WhatDevice
from schoolgate.publishing.pictures.models import Picture
from schoolgate.publishing.pictures.reach import find, next_unfinished
from schoolgate.publishing.pictures.ready import why_not
from schoolgate.publishing.pictures.saying import NOT_THIS_ONE, called, face_tasks, looks_like, within

UNKNOWN = "The school does not know the device"


@power("picture.use")
@require_safe
def picture(request: Request, number: int) -> HttpResponse:
    found = find(request.person, number)
    faces = list(found.faces.select_related("person__school"))
    tasks = face_tasks(found, faces)
    context = {
        "picture": found,
        "called": called(found),
        "film": found.kind == Picture.Kind.FILM,
        "alt": found.said("alt") or "Nobody has described this picture yet",
        "image": reverse("picture_numbered" if faces else "picture_image", args=[found.pk]),
        "left": why_not(found),
        "faces": tasks,
        "not_shown": any(task["status"] == NOT_THIS_ONE for task in tasks),
        "words": list(_others(found)),
        "rows": _rows(found),
        "clauses": _refusing(found),
        "alike": looks_like(request.person, alike_to(found)),
        "more": about_row(request.person, found, [face.person for face in faces if face.person]),
        "original": bool(found.original_key) and holds(request.person, "picture.original"),
        "made_from": called(found.parent) if found.parent else "",
        "next": next_unfinished(request.person, found),
    }
    return render(request, "pictures/picture.html", context)


def _others(found: Picture) -> Iterator[dict[str, str]]:
    """What is to be said besides whose the faces are."""
    yield {
        "title": "Describe it",
        "url": reverse("picture_words", args=[found.pk]),
        "hint": found.said("alt"),
        "status": "Done" if found.said("alt") else TO_DO,
    }
    if not found.device_id and (found.taken_with or is_unknown(found)):
        yield {
            "title": "Say what it was taken with",
            "url": reverse("picture_device", args=[found.pk]),
            "hint": found.said("device_answer") or f"{UNKNOWN}.",
            "status": "Done" if found.taken_with else TO_DO,
        }


def _refusing(found: Picture) -> list[Card]:
    """The clauses that stand against using it."""
    said = ruling(found) if is_refused(found) else None
    return [clause_card(found.school, clause) for clause in said.clauses] if said else []


def _rows(found: Picture) -> list[tuple[str, str]]:
    if found.device:
        device = found.device.name
    else:
        device = Picture.TakenWith(found.taken_with).label if found.taken_with else UNKNOWN
    taken_out = found.private.get("held") or []
    rows = [
        ("Added by", found.by.name),
        ("Where it is from", Picture.Made(found.made).label),
        ("Size", f"{found.width} × {found.height} pixels"),
        ("Taken with", device),
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
        title=f"Describe the {found.get_kind_display().lower()}",
        button="Save",
        template="pictures/describe.html",
        picture=found,
    )


@power("picture.use")
@ask
def device(request: Request, number: int) -> HttpResponse:
    """What it was taken with, where the school does not know the device."""
    found = find(request.person, number)
    initial = {"taken_with": found.taken_with, "answer": found.said("device_answer")}
    return asked_and_done(
        request,
        WhatDevice(sent(request), initial=initial),
        lambda given: answer_device(request.person, found, **given),
        done="Thank you, it is written down.",
        to=reverse("picture", args=[number]),
        title=f"What was this {found.get_kind_display().lower()} taken with?",
        button="Save",
        lead="It was not taken with a camera, tablet or telephone that the school knows, as far as the file tells.",
    )


@power("picture.use")
@ask
def put_away(request: Request, number: int) -> HttpResponse:
    found = find(request.person, number)
    if request.method == "POST":
        put_it_away(request.person, found)
        messages.success(request, "It is put away, and can be used no more.")
        return redirect("pictures")
    context = {
        "title": f"Put {within(found)} away",
        "lead": "Nobody can use it in a new post then. Where it was published it stays until somebody takes it down.",
        "rows": [("What it shows", found.said("alt") or "Nobody has described it")],
        "button_text": "Put it away",
        "back_url": reverse("picture", args=[number]),
    }
    return render(request, "check.html", context)


def _shown(show: Callable[[Picture], HttpResponseBase]) -> Callable[[Request, int], HttpResponseBase]:
    @power("picture.use")
    @require_safe
    def view(request: Request, number: int) -> HttpResponseBase:
        return show(find(request.person, number))

    return view


image = _shown(showing.whole)
small = _shown(showing.small)
numbered = _shown(showing.with_numbers)
