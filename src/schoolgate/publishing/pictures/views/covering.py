"""Cover faces of a picture, or cut them off: tick them, choose how."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.publishing.pictures.actions.covering import cover
from schoolgate.publishing.pictures.models import Picture
from schoolgate.publishing.pictures.reach import find
from schoolgate.publishing.pictures.saying import kept_off, whose

DONE = "This is a new picture, made from the other. The other is as it was."
HOW = "Choose whether to cover them or to cut them off."


@power("picture.use")
@ask
def cover_faces(request: Request, number: int) -> HttpResponse:
    """Those who may be shown nowhere, and those whom nobody named, are ticked already."""
    found, problem = find(request.person, number), ""
    if found.kind == Picture.Kind.FILM:
        raise Http404
    faces = list(found.faces.select_related("person__school"))
    if request.method == "POST":
        chosen = {int(each) for each in request.POST.getlist("face") if each.isdecimal() and len(each) < 6}
        try:
            match request.POST.get("how"):
                case "blur" | "crop" as how:
                    made = cover(request.person, found, chosen, how)
                case _:
                    raise Refused(HOW)
        except Refused as no:
            problem = str(no)
        else:
            messages.success(request, DONE)
            return redirect("picture", number=made.pk)
    else:
        off = kept_off([face.person for face in faces if face.person])
        chosen = {face.number for face in faces if face.person_id in off or not face.is_named}
    context = {
        "picture": found,
        "image": reverse("picture_numbered", args=[number]),
        "faces": [(face.number, whose(face) or "nobody has said yet", face.number in chosen) for face in faces],
        "problem": problem,
    }
    return render(request, "pictures/cover.html", context, status=422 if problem else 200)
