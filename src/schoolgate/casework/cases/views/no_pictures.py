"""A picture shows a child with few or no clothes on: what never to do, whom to call, and words alone from then on."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from schoolgate.casework.cases.actions.no_pictures import no_pictures_from_now
from schoolgate.casework.cases.forms import NoPictures
from schoolgate.casework.cases.views.asking import asked_of_case
from schoolgate.casework.cases.views.finding import find
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.policy.worries import helpline

TO_CALL = ("emergency", "police", "nspcc", "report_remove", "iwf", "ceop")


@power("case.open")
@ask
def no_pictures(request: Request, reference: str) -> HttpResponse:
    """A page that takes a file leads here with what was typed beside it (`how`), which stays; the file never comes."""
    found = find(request, reference)
    if found.no_pictures:
        return redirect(found.path)
    typed = request.POST.get("how", "")
    said = request.POST if "known" in request.POST else None
    return asked_of_case(
        request,
        found,
        NoPictures(said, initial={"known": typed}),
        lambda given: no_pictures_from_now(request.person, found, given["known"]),
        done="It takes words alone from now on.",
        to=found.path,
        title="A picture of a child with few or no clothes on",
        button="From now on, words alone",
        template="cases/no_pictures.html",
        calls=[helpline(name) for name in TO_CALL],
    )
