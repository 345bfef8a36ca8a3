"""A check-in: the supporter and the person talk, and how it went is written down."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from schoolgate.casework.cases.actions.working import chronicle
from schoolgate.casework.cases.models import Entry
from schoolgate.casework.support.access import to_see
from schoolgate.casework.support.actions.holding import held
from schoolgate.casework.support.models import CheckIn, SupportFile
from schoolgate.community.calendar import working_days_from
from schoolgate.community.change import Change
from schoolgate.community.models import Person
from schoolgate.duties.actions.ending import end

KIND = "check_in"
KEY = "check_in"


def plan_check_in(ledger: Change, file: SupportFile, due: date, *, urgent: bool = False) -> CheckIn:
    """The next talk, by a day. An earlier one that waits of the same urgency comes no later than this."""
    row = CheckIn.objects.of(ledger.school).filter(file=file, urgent=urgent, done_at=None).first()
    if row is None:
        row = CheckIn(file=file, urgent=urgent, due=due)
    row.due = min(row.due, due)
    row.save()
    ledger.write("support.check_in_planned", row, due=row.due.isoformat(), urgent=urgent)
    return row


def check_in(by: Person, file: SupportFile, went: str, every: int) -> CheckIn:
    """They talked: how it went, and how often from now on. What waited is done by it, and the next is planned.

    By the supporter, or by somebody who works on the case where the supporter is not there.
    """
    today = timezone.localdate()
    with held(by, file, "support.give", to_see, ended=True) as (ledger, row):
        waiting = list(CheckIn.objects.of(row.case.school).filter(file=row, done_at=None))
        done = waiting or [CheckIn(file=row, due=today)]
        for each in done:
            each.done_at, each.by = timezone.now(), by
            each.keep(went=went)
            each.save()
            end(row.supporter, KIND, KEY, each, round=round_of(each))
        chronicle(ledger, row.case, "check_in", "They talked.", file=Entry.File.SUPPORT, about=done[0])
        if row.ended_at is None:
            row.check_in_every = every
            row.save(update_fields=["check_in_every"])
            plan_check_in(ledger, row, working_days_from(row.case.school, today + timedelta(days=every), 0))
    return done[0]


def round_of(row: CheckIn) -> str:
    """Which time it is, as the duty calls it."""
    return f"{row.pk}"
