"""How a case ends, and opening it again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from schoolgate.casework.cases import page
from schoolgate.casework.cases.actions import closing as actions
from schoolgate.casework.cases.forms import Close, Words
from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.views.asking import asked_of_case
from schoolgate.casework.cases.views.finding import find
from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent


@power("case.decide")
@ask
def close(request: Request, reference: str) -> HttpResponse:
    """What still has to be done, or the form: a case is closed by somebody who decided nothing in it."""
    found = find(request, reference)
    why_not = actions.why_not(request.person, found)
    left = list(page.hinders(found)) if found.runs else []
    form = Close(found, sent(request))
    if form.is_valid():
        try:
            actions.close(request.person, found, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "It is closed.")
            return redirect(found.path)
    context = {
        "case": found,
        "title": "Close it",
        "form": None if (why_not or left or not found.runs) and not form.errors else form,
        "why_not": why_not,
        "left": left,
    }
    return render(request, "cases/close.html", context, status=422 if form.errors else 200)


@power("case.decide")
@ask
def reopen(request: Request, reference: str) -> HttpResponse:
    found = find(request, reference)
    if found.state != Case.State.CLOSED and request.method != "POST":
        return redirect(found.path)
    return asked_of_case(
        request,
        found,
        Words("Why is it opened again?", sent(request)),
        lambda given: actions.reopen(request.person, found, given["words"]),
        done="It is open again.",
        to=reverse("case", args=[reference]),
        button="Open it again",
    )
