"""Joining a case to another: which one, a look at it, and only then for good."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from schoolgate.casework.cases.actions.linking import another
from schoolgate.casework.cases.actions.merging import join as merge
from schoolgate.casework.cases.forms import Reference
from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.views.asking import asked_of_case
from schoolgate.casework.cases.views.case import names_by_part
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.cases.views.linking import name_of
from schoolgate.casework.cases.views.shown import looks
from schoolgate.casework.cases.words import kinds, labels
from schoolgate.community.change import Refused
from schoolgate.community.moments import on
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent

TITLE = "This is about the same as another case"
WHAT_MOVES = (
    "It goes on in the other one: what was told, what proves it, whom it names and what is to be done move there. This "
    "one stays to be read, and cannot be changed any more."
)


@power("case.decide")
@ask
def join(request: Request, reference: str) -> HttpResponse:
    found = find(request, reference)
    form = Reference(sent(request), initial={"reference": request.GET.get("other", "")})
    if form.is_valid() and "sure" not in request.POST:
        try:
            return _look(request, found, another(request.person, found, form.cleaned_data["reference"]), form)
        except Refused as refused:
            form.add_error("reference", str(refused))
    return asked_of_case(
        request,
        found,
        form,
        lambda given: merge(request.person, found, given["reference"], given["why"]),
        done="They are one case now. What was told and what proves it has moved there.",
        to=found.path,
        title=TITLE,
        lead=f"{WHAT_MOVES} You see both before anything is joined.",
    )


def _look(request: Request, case: Case, other: Case, form: Reference) -> HttpResponse:
    """Both cases side by side, before what cannot be undone."""
    looks(request, [other], about=case)
    context = {
        "case": case,
        "title": "Join them for good?",
        "lead": WHAT_MOVES,
        "one": _rows(case),
        "other": _rows(other),
        "goes_on": name_of(other),
        "given": form.cleaned_data,
    }
    return render(request, "cases/join.html", context)


def _rows(case: Case) -> list[tuple[str, str]]:
    names = [(part, called) for part, called in names_by_part(case)] or [("Whom it names", "Nobody yet")]
    return [
        ("Case", name_of(case)),
        ("It came", on(case.at)),
        ("What it is", labels(case.kinds, kinds()) or "Nobody has looked at it yet"),
        *names,
        ("State", str(case.get_state_display())),
    ]
