"""Whether somebody has been allowed something: what the rest of the house asks of approvals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from schoolgate.approvals.kinds import approvals_given, need
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.approvals.reference import tidy
from schoolgate.community.models import Person, School
from schoolgate.policy.speaking import may_speak_as
from schoolgate.policy.vocabulary import PERMISSIONS


def permission(
    school: School, person: Person, act: str, facts: Mapping[str, str], on: date | None = None
) -> ApprovalRequest | None:
    """The approval under which somebody may do an act on a day (today, unless told); None where there is none.

    Everything that was told when it was asked has to be so in `facts` too; permissions among them are left aside.
    """
    day = on or timezone.localdate()
    found = _approved(day).filter(school=school, asker=person, kind="act", act=act)
    for request in found.order_by("-valid_until"):
        told = {name: value for name, value in request.facts.items() if name not in PERMISSIONS}
        if all(facts.get(name) == value for name, value in told.items()) and stands(request, day):
            return request
    return None


def given(request: ApprovalRequest) -> dict[str, str]:
    """The facts by which the engine knows of an approval that stands: {"approved_by": "head,dsl"}."""
    names = approvals_given(request)
    return {"approved_by": ",".join(names)} if names and request.state == ApprovalRequest.State.APPROVED else {}


def stands(request: ApprovalRequest, on: date) -> bool:
    """Whether an approval counts on a day: not taken back, not over, still the asker's, and enough for the policy."""
    if request.state != ApprovalRequest.State.APPROVED or request.ended(on):
        return False
    if request.kind == "act" and not may_speak_as(request.asker, str(request.facts.get("by", "")), on):
        return False
    now = need(request, on)
    return now.needless or not (now.hinder or now.groups)


def valid_until(typed: str, on: date) -> date | None:
    """The last day of the permission with this reference, as somebody typed it; None for any that does not stand.

    One query for each answer, so that how long it takes tells nothing.
    """
    request = _approved(on).filter(reference=tidy(typed), written=True).first()
    return request.valid_until if request and stands(request, on) else None


def _approved(on: date) -> QuerySet[ApprovalRequest]:
    rows = ApprovalRequest.unscoped.filter(state=ApprovalRequest.State.APPROVED)
    rows = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))
    return rows.select_related("school", "asker", "version").prefetch_related("decisions", "asker__holdings")
