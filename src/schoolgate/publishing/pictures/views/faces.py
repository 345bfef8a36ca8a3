"""The faces of a picture: whose each is, and those that the machine missed."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from schoolgate.community.change import Refused
from schoolgate.community.finding import holding
from schoolgate.community.models import Person
from schoolgate.community.picking import Picking
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.roles import Role
from schoolgate.community.views.asking import ask
from schoolgate.imaging.cover import COLUMNS, grid
from schoolgate.imaging.cover import called as square_called
from schoolgate.publishing.pictures import showing
from schoolgate.publishing.pictures.actions.naming import add_face, looked_myself, name_face, say_who
from schoolgate.publishing.pictures.forms import LookInClass
from schoolgate.publishing.pictures.models import Face, Picture
from schoolgate.publishing.pictures.reach import find
from schoolgate.publishing.pictures.saying import whose

ON_THE_ROLL = (Role.PUPIL, Role.STAFF, Role.GOVERNOR, Role.TECHNICIAN, Role.VOLUNTEER, Role.CONTRACTOR)
"""Who is chosen by name. Anybody else, a parent too, is somebody who agreed: their addresses are not for everybody."""


@power("picture.use")
@ask
def face(request: Request, number: int, face: int) -> HttpResponse:
    """Whose face is it? A class first, then a name; or one of the other answers."""
    found = _face(request, number, face)
    school = request.person.school
    picking = Picking(
        request,
        holding(school, *ON_THE_ROLL).order_by("name", "pk"),
        title=f"Whose is face {found.number}?",
        label="Choose one person",
        button="Save",
        back_url=reverse("picture", args=[number]),
        lead=f"So far: {whose(found)}." if found.is_named else "",
        look=LookInClass(school, request.GET),
        template="pictures/face.html",
        context={"face": found, "picture": found.picture},
    )
    match request.POST.get("other"):
        case "outsider" | "nobody" as other:
            name_face(request.person, found, other)
            return _next(request, found.picture)
    if picking.done():
        try:
            name_face(request.person, found, picking.chosen[0])
        except Refused as no:
            picking.refuse(str(no))
        else:
            return _next(request, found.picture)
    return picking.answer()


def _next(request: Request, picture: Picture) -> HttpResponse:
    """The next face that waits, with the same class; the picture once there is none."""
    waiting = picture.faces.filter(person=None, outsider=False, nobody=False).first()
    if waiting is None:
        return redirect("picture", number=picture.pk)
    group = request.GET.get("group", "")
    kept = f"?{urlencode({'group': group})}" if group.isdecimal() else ""
    return redirect(reverse("picture_face", args=[picture.pk, waiting.number]) + kept)


@power("picture.use")
@ask
def who(request: Request, number: int) -> HttpResponse:
    """Who is in a film: one after the other, as somebody watches it."""
    found, school = find(request.person, number), request.person.school
    if found.kind != Picture.Kind.FILM:
        raise Http404
    picking = Picking(
        request,
        holding(school, *ON_THE_ROLL).order_by("name", "pk"),
        title="Who is in this film?",
        label="Choose one person",
        button="Save, and say who else",
        back_url=reverse("picture", args=[number]),
        look=LookInClass(school, request.GET),
        template="pictures/who.html",
        context={"picture": found},
    )
    chosen: Person | Literal["outsider"] | None = None
    if request.method == "POST" and request.POST.get("other") == "outsider":
        chosen = "outsider"
    elif picking.done():
        chosen = picking.chosen[0]
    if chosen is None:
        return picking.answer()
    try:
        say_who(request.person, found, chosen)
    except Refused as no:
        picking.refuse(str(no))
        return picking.answer()
    messages.success(request, "It is written down. Say who else is in it, or go back.")
    return redirect(request.get_full_path())


@power("picture.use")
@require_safe
def face_image(request: Request, number: int, face: int) -> HttpResponseBase:
    return showing.one_face(_face(request, number, face))


def _face(request: Request, number: int, face: int) -> Face:
    picture = find(request.person, number)
    found = Face.objects.of(picture.school).filter(picture=picture, number=face).select_related("person").first()
    if found is None:
        raise Http404
    found.picture = picture
    return found


@power("picture.use")
@ask
def add(request: Request, number: int) -> HttpResponse:
    """A face that the machine missed: tick the squares that it is in."""
    found, problem = find(request.person, number), ""
    if found.kind == Picture.Kind.FILM:
        raise Http404
    chosen = {int(each) for each in request.POST.getlist("square") if each.isdecimal() and len(each) < 6}
    if request.method == "POST":
        try:
            made = add_face(request.person, found, chosen)
        except Refused as no:
            problem = str(no)
        else:
            return redirect("picture_face", number=number, face=made.number)
    boxes = grid(found.width, found.height)
    context = {
        "picture": found,
        "image": reverse("picture_numbered", args=[number]),
        "squares": [(each, square_called(each), each in chosen) for each in range(len(boxes))],
        "last_row": len(boxes) // COLUMNS,
        "problem": problem,
    }
    return render(request, "pictures/missed.html", context, status=422 if problem else 200)


@power("picture.use")
@require_POST
def looked(request: Request, number: int) -> HttpResponse:
    looked_myself(request.person, find(request.person, number))
    messages.success(request, "You have looked yourself. Thank you.")
    return redirect("picture", number=number)
