"""Whoever the policy names says yes or no, asks a question first, or takes an approval back."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from schoolgate.approvals.actions.locking import locked
from schoolgate.approvals.actions.news import FOR_ASKER, inform_asker, send_on, write_to
from schoolgate.approvals.deciders import counts_as, kept_out, may_revoke
from schoolgate.approvals.kinds import Need, kind_of, need, title
from schoolgate.approvals.limits import limits
from schoolgate.approvals.models import ApprovalRequest, Decision, Message
from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Person
from schoolgate.community.notices import tell
from schoolgate.policy.models import in_force

State, Answer = ApprovalRequest.State, Decision.Answer
OWN = "You asked for this, or it names you, so somebody else decides. Nothing is needed from you."
NOT_YOURS = "The policy names somebody else to decide this. Nothing is needed from you."


def approve(
    by: Person, request: ApprovalRequest, reason: str, conditions: str = "", valid_until: date | None = None
) -> ApprovalRequest:
    """Say yes. It is approved once one of each group that the policy of today names has said so.

    `valid_until` is the last day; where several approve, the earliest counts. Raises Refused for whoever may not
    decide it, when the policy of today does not let it be approved, and for a last day that is past or far off.
    """
    with change(by, "approval.decide", request.school) as ledger:
        found, standing = _to_decide(request)
        names = _names(by, found, standing)
        if standing.hinder:
            raise Refused(standing.hinder)
        if kind_of(found).lasts:
            check_last_day(valid_until)
        decision = Decision.objects.create(
            request=found,
            by=by,
            answer=Answer.APPROVE,
            approver=",".join(names),
            reason=reason,
            conditions=conditions,
            valid_until=valid_until if kind_of(found).lasts else None,
        )
        left = need(found, timezone.localdate())
        found.version, found.written = in_force(found.school), left.written
        ledger.write(
            "approval.agreed",
            found,
            decision=decision.pk,
            approver=",".join(names),
            left=[list(g) for g in left.groups],
        )
        if left.groups:
            found.state = State.OPEN
            found.save(update_fields=["version", "written", "state"])
            send_on(found, left)
        else:
            _approve(ledger, found)
    return found


def _approve(ledger: Change, found: ApprovalRequest) -> None:
    days = [day for one in found.decisions.filter(answer=Answer.APPROVE) if (day := one.valid_until)]
    found.state, found.ended_at, found.valid_until = State.APPROVED, timezone.now(), min(days, default=None)
    kind_of(found).approved(ledger, found)
    found.save()
    found.asked.clear()
    until = found.valid_until.isoformat() if found.valid_until else ""
    version = found.version.number if found.version else 0
    ledger.write("approval.approved", found, version=version, valid_until=until, written=found.written)
    inform_asker(found, "Approved")


def refuse(by: Person, request: ApprovalRequest, reason: str) -> ApprovalRequest:
    """Say no, which ends it."""
    with change(by, "approval.decide", request.school) as ledger:
        found, standing = _to_decide(request)
        names = _names(by, found, standing)
        decision = Decision.objects.create(
            request=found, by=by, answer=Answer.REFUSE, approver=",".join(names), reason=reason
        )
        found.state, found.ended_at = State.REFUSED, timezone.now()
        found.save(update_fields=["state", "ended_at"])
        found.asked.clear()
        ledger.write("approval.refused", found, decision=decision.pk, approver=",".join(names))
        inform_asker(found, "Refused, with a reason")
    return found


def ask_back(by: Person, request: ApprovalRequest, words: str) -> None:
    """Ask the asker something before deciding."""
    with change(by, "approval.decide", request.school) as ledger:
        found, standing = _to_decide(request)
        _names(by, found, standing)
        said = Message.objects.create(request=found, by=by, words=words)
        found.state = State.ASKED_BACK
        found.save(update_fields=["state"])
        ledger.write("approval.asked_back", found, message=said.pk)
        write_to([found.asker], found, FOR_ASKER)


def revoke(by: Person, request: ApprovalRequest, reason: str) -> None:
    """Take an approval back, from this moment."""
    with change(by, "approval.decide", request.school) as ledger:
        found = locked(request, State.APPROVED)
        if by.pk in kept_out(found):
            raise Refused(OWN)
        if not may_revoke(by, found):
            raise Refused(NOT_YOURS)
        others = {one.by for one in found.decisions.select_related("by")} - {by}
        decision = Decision.objects.create(request=found, by=by, answer=Answer.REVOKE, approver="", reason=reason)
        found.state, found.ended_at = State.REVOKED, timezone.now()
        kind_of(found).revoked(ledger, found)
        found.save(update_fields=["state", "ended_at"])
        ledger.write("approval.revoked", found, decision=decision.pk)
        inform_asker(found, "An approval was taken back, with a reason")
        address = reverse("request", args=[found.pk])
        tell(others, f"{by.name} has taken back an approval: {title(found)}"[:300], address)


def _to_decide(request: ApprovalRequest) -> tuple[ApprovalRequest, Need]:
    found, today = locked(request), timezone.localdate()
    if found.expires_on <= today:
        raise Refused("Nobody answered in time, so this has run out. It can be asked again.")
    return found, need(found, today)


def _names(by: Person, request: ApprovalRequest, standing: Need) -> list[str]:
    """What this person's answer counts as. Raises Refused when it is not theirs to give."""
    if by.pk in kept_out(request):
        raise Refused(OWN)
    names = counts_as(by, request, standing.groups)
    if not names:
        raise Refused(NOT_YOURS)
    return names


def check_last_day(valid_until: date | None) -> None:
    """Raises Refused for no last day, one that is past, or one that is far off."""
    today = timezone.localdate()
    if valid_until is None:
        raise Refused("Enter the last day, with day, month and year.")
    years = limits().longest_years
    if not today <= valid_until <= today + timedelta(days=years * 366):
        raise Refused(f"Check the last day. Choose today or a later day, at most {years} years ahead.")
