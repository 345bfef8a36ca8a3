"""A written permission as a PDF."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from schoolgate.approvals.kinds import kind_of, need, title
from schoolgate.approvals.models import ApprovalRequest, Decision
from schoolgate.community.roles import Role
from schoolgate.documents.writing import to_pdf
from schoolgate.policy.explain import joined, role_label
from schoolgate.policy.vocabulary import approvers

STAND_IN = (Role.DEPUTY_DSL, Role.CHAIR, Role.GOVERNOR)


def given_by(decision: Decision) -> str:
    """As what somebody said yes: "the head teacher", or "the chair of governors, in place of the head teacher"."""
    names = decision.approver.split(",")
    named = joined([role_label(name) for name in names])
    held = decision.by.roles(timezone.localdate(decision.at))
    if any(name == "manager" or held & set(approvers()[name]["given_by"]) for name in names):
        return named
    role = next((role for role in STAND_IN if role in held), None)
    return f"the {role.label}, in place of {named}" if role else named


def pdf(request: ApprovalRequest) -> bytes:
    """What is permitted, to whom, on which conditions, until when, by which role, under which clause."""
    yes = [one for one in request.decisions.all() if one.answer == Decision.Answer.APPROVE]
    standing = need(request, timezone.localdate(request.ended_at))
    address = f"{settings.ADDRESS}{reverse('permission')}"
    context = {
        "found": request,
        "title": title(request),
        "told": kind_of(request).told(request),
        "conditions": [one.conditions for one in yes if one.conditions],
        "by": joined(list(dict.fromkeys(given_by(one) for one in yes))),
        "clauses": standing.clauses,
        "consents": standing.consent_labels(),
        "address": address,
        "link": f"{address}?reference={request.reference}",
    }
    return to_pdf(render_to_string("approvals/paper.html", context), f"Permission {request.reference}")
