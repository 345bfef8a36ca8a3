"""The threshold for conduct, and telling the local authority's officer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from schoolgate.casework.cases.actions.threshold import asks_threshold, decide_threshold, tell_officer
from schoolgate.casework.cases.forms import Officer, Threshold
from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.cases.words import data
from schoolgate.community.change import Refused
from schoolgate.community.moments import at
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent


@power("case.decide")
@ask
def threshold(request: Request, reference: str) -> HttpResponse:
    found = find(request, reference)
    if not asks_threshold(found):
        return redirect(found.path)
    initial = {"threshold": found.threshold, "why": found.said("threshold_why")}
    form = Threshold(sent(request), initial=initial)
    if form.is_valid():
        try:
            decide_threshold(request.person, found, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            harm = form.cleaned_data["threshold"] == Case.Threshold.HARM
            return redirect("case_officer" if harm else "case", reference=reference)
    context = {"case": found, "form": form, "title": "The threshold for conduct", "source": data()["officer"]}
    return render(request, "cases/threshold.html", context, status=422 if form.errors else 200)


@power("case.decide")
@ask
def officer(request: Request, reference: str) -> HttpResponse:
    """The clock, and “I have told the officer”."""
    found = find(request, reference)
    if found.threshold != Case.Threshold.HARM:
        return redirect("case_threshold" if asks_threshold(found) else "case", reference=reference)
    form = Officer(sent(request))
    if form.is_valid():
        given = form.cleaned_data
        try:
            tell_officer(request.person, found, form.moment(), given["whom"], given["advice"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(found.path)
    context = {
        "form": None if found.officer_told_at else form,
        "case": found,
        "title": "Tell the local authority’s officer",
        "due": at(found.officer_due) if found.officer_due else "",
        "told": at(found.officer_told_at) if found.officer_told_at else "",
        "chronology": reverse("case_chronology", args=[reference]),
        "source": data()["officer"],
        "authority": found.school.local_authority,
    }
    return render(request, "cases/officer.html", context, status=422 if form.errors else 200)
