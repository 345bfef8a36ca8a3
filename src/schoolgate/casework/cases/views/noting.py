"""A note for those who work on a case."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from schoolgate.casework.cases.actions import noting
from schoolgate.casework.cases.forms import Note
from schoolgate.casework.cases.views.asking import asked_of_case
from schoolgate.casework.cases.views.finding import find
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent


@power("case.open")
@ask
def note(request: Request, reference: str) -> HttpResponse:
    found = find(request, reference)
    return asked_of_case(
        request,
        found,
        Note(sent(request)),
        lambda given: noting.note(request.person, found, **given),
        done="It is noted.",
        to=reverse("case_chronology", args=[reference]),
        back_url=found.path,
        title="Add a note",
        button="Add it",
    )
