"""What time does to requests: nobody answers, somebody goes away, the policy changes."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from schoolgate.approvals.actions.locking import locked
from schoolgate.approvals.actions.news import inform_asker, send_on
from schoolgate.approvals.kinds import kind_of, need
from schoolgate.approvals.models import WAITING, ApprovalRequest
from schoolgate.community.change import Refused, by_machine
from schoolgate.community.models import School

State = ApprovalRequest.State


def expire(school: School) -> int:
    """End what nobody has answered in time, and tell the askers. How many. Safe to run twice."""
    late = ApprovalRequest.objects.of(school).filter(state__in=WAITING, expires_on__lte=timezone.localdate())
    return sum(_expire(request) for request in late)


def _expire(request: ApprovalRequest) -> bool:
    try:
        with by_machine(request.school) as ledger:
            found = locked(request)
            found.state, found.ended_at = State.EXPIRED, timezone.now()
            found.save(update_fields=["state", "ended_at"])
            found.asked.clear()
            ledger.write("approval.expired", found)
            inform_asker(found, "Nobody answered in time. You can ask again")
    except Refused:
        # Somebody decided between our looking and our locking.
        return False
    return True


def send_all_on(school: School) -> int:
    """Let each request wait for those who can answer it today, and end what has come about. How many moved.

    Safe to run twice.
    """
    return sum(_send_on(request) for request in ApprovalRequest.objects.of(school).filter(state__in=WAITING))


def _send_on(request: ApprovalRequest) -> bool:
    with transaction.atomic():
        try:
            found = locked(request)
        except Refused:
            return False
        if words := kind_of(found).met(found, timezone.localdate()):
            _met(found, words)
            return True
        before = set(found.asked.values_list("pk", flat=True))
        standing = need(found, timezone.localdate())
        now = send_on(found, standing)
        if {person.pk for person in now} == before:
            return False
        with by_machine(request.school) as ledger:
            ledger.write("approval.sent_on", found, asked=[person.pk for person in now])
            if standing.hinder:
                inform_asker(found, "The policy says something else now about what you asked")
    return True


def _met(found: ApprovalRequest, words: str) -> None:
    with by_machine(found.school) as ledger:
        found.state, found.ended_at = State.MET, timezone.now()
        found.save(update_fields=["state", "ended_at"])
        found.asked.clear()
        ledger.write("approval.met", found)
        inform_asker(found, words)
