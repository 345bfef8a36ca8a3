"""Sending a draft to the governors, and their decision."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person, School
from schoolgate.policy.models import PolicyVersion, in_force
from schoolgate.record.ledger import reference
from schoolgate.record.models import LedgerEntry

State = PolicyVersion.State
DECISIONS = frozenset({"policy.adopted", "policy.called_off", "policy.set_aside"})
FIRST_DAY = date(1990, 1, 1)
AHEAD = timedelta(days=366)


def send(by: Person, version: PolicyVersion) -> PolicyVersion:
    """Send a draft to the governors. From then on it cannot be changed."""
    with change(by, "policy.send", version.school) as under_way:
        locked = _locked(version, State.DRAFT, "This version has already been sent. Nothing more is needed from you.")
        locked.state, locked.sent_by, locked.sent_at = State.SENT, by, timezone.now()
        locked.save(update_fields=["state", "sent_by", "sent_at"])
        under_way.write("policy.sent", locked, revision=locked.revision)
    return locked


def take_back(by: Person, version: PolicyVersion) -> PolicyVersion:
    """Make a version that was sent a draft again, before the governors have decided."""
    with change(by, "policy.send", version.school) as under_way:
        locked = _locked(
            version, State.SENT, "The governors have already decided on this version. Start a new draft from it."
        )
        locked.state, locked.sent_by, locked.sent_at = State.DRAFT, None, None
        locked.save(update_fields=["state", "sent_by", "sent_at"])
        under_way.write("policy.taken_back", locked)
    return locked


def adopt(by: Person, version: PolicyVersion, from_date: date) -> PolicyVersion:
    """Adopt a version from a day. Until then the one before goes on answering, and it keeps its own days.

    Raises Refused for a version that is not before the governors, for whoever worked on it, and for a day that
    would change an answer already given, or is more than a year ahead.
    """
    with change(by, "policy.adopt", version.school) as under_way:
        # The school's row is locked, so that two governors who adopt two versions at once see each other's day.
        School.objects.select_for_update().get(pk=version.school_id)
        locked = _undecided(by, version)
        _check_day(locked, from_date)
        locked.state, locked.in_force_from = State.ADOPTED, from_date
        locked.decided_by, locked.decided_at = by, timezone.now()
        try:
            with transaction.atomic():
                locked.save(update_fields=["state", "in_force_from", "decided_by", "decided_at"])
        except IntegrityError:
            raise Refused("Another version starts on that day. Choose another day.") from None
        under_way.write("policy.adopted", locked, in_force_from=from_date.isoformat(), revision=locked.revision)
    return locked


def call_off(by: Person, version: PolicyVersion) -> PolicyVersion:
    """Take back an adoption whose first day has not come: the version is before the governors again."""
    with change(by, "policy.adopt", version.school) as under_way:
        locked = _locked(version, State.ADOPTED, "This version is not adopted, so there is nothing to call off.")
        if locked.in_force_from is None or locked.in_force_from <= timezone.localdate():
            raise Refused("This version is in force already. Adopt another version from a later day instead.")
        was = locked.in_force_from
        locked.state, locked.in_force_from, locked.decided_by, locked.decided_at = State.SENT, None, None, None
        locked.save(update_fields=["state", "in_force_from", "decided_by", "decided_at"])
        under_way.write("policy.called_off", locked, in_force_from=was.isoformat())
    return locked


def set_aside(by: Person, version: PolicyVersion, reason: str) -> PolicyVersion:
    """Decide not to adopt a version, with the reason, which the head sees."""
    with change(by, "policy.adopt", version.school) as under_way:
        locked = _undecided(by, version)
        locked.state, locked.reason = State.SET_ASIDE, reason
        locked.decided_by, locked.decided_at = by, timezone.now()
        locked.save(update_fields=["state", "reason", "decided_by", "decided_at"])
        under_way.write("policy.set_aside", locked)
    return locked


def _undecided(by: Person, version: PolicyVersion) -> PolicyVersion:
    locked = _locked(
        version, State.SENT, "Somebody has already decided on this version. Look at it again to see what they decided."
    )
    if worked_on(by, locked):
        raise Refused("You worked on this version, so somebody else has to decide on it. Ask another governor.")
    return locked


def worked_on(by: Person, version: PolicyVersion) -> bool:
    """Whether this person made, changed or sent the version at any time, and so cannot decide on it."""
    theirs = LedgerEntry.objects.filter(subject=reference(version), actor=by.pk)
    return theirs.exclude(verb__in=DECISIONS).exists()


def _locked(version: PolicyVersion, state: str, otherwise: str) -> PolicyVersion:
    locked = PolicyVersion.objects.of(version.school).select_for_update().get(pk=version.pk)
    if locked.state != state:
        raise Refused(otherwise)
    return locked


def _check_day(version: PolicyVersion, from_date: date) -> None:
    """A school's first policy may date from the past. After that, a day that is gone keeps the answers it had."""
    today = timezone.localdate()
    if not FIRST_DAY <= from_date <= today + AHEAD:
        raise Refused("Check the year. A version can start up to a year from now.")
    adopted = PolicyVersion.objects.of(version.school).filter(state=State.ADOPTED)
    latest = adopted.order_by("-in_force_from").first()
    if latest is None or latest.in_force_from is None:
        return
    if in_force(version.school) is not None and from_date < today:
        raise Refused("Choose today or a later day. Days that are past keep the policy that they had.")
    if from_date <= latest.in_force_from:
        starts = f"{latest.in_force_from:%-d %B %Y}"
        raise Refused(f"Another version starts on {starts}. Choose a later day.")
