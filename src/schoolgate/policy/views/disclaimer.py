"""Ready words for saying that views are one's own."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.policy.disclaimers import disclaimers
from schoolgate.policy.models import in_force
from schoolgate.policy.views.asking import card


@power("policy.read")
@require_safe
def disclaimer(request: Request) -> HttpResponse:
    """The words for each place that the policy in force names, with the clauses that ask for them."""
    where = request.person.school
    version = in_force(where)
    found = disclaimers(version.clauses, timezone.localdate()) if version else []
    notes = [(one.where, one.words, [card(where, clause) for clause in one.clauses]) for one in found]
    return render(request, "policy/disclaimer.html", {"notes": notes, "version": version})
