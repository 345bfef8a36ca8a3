"""The page of a case."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schoolgate.casework.cases import page
from schoolgate.casework.cases.views.finding import find
from schoolgate.community.powers import power
from schoolgate.community.request import Request


@power("case.open")
@require_safe
def case(request: Request, reference: str) -> HttpResponse:
    """What it is, and the way to everything that belongs to it."""
    found = find(request, reference)
    return render(request, "cases/case.html", {"case": found, "sections": list(page.sections(request.person, found))})
