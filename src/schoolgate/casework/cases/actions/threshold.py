"""The threshold for how somebody who works with children behaved, and telling the local authority's officer.

Keeping children safe in education, part 4: section one (may meet the harm threshold) and section two (low-level
concerns); Department for Education, September 2025.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from schoolgate.casework.cases.actions.working import chronicle, working
from schoolgate.casework.cases.clocks import officer_due
from schoolgate.casework.cases.models import Case, Entry
from schoolgate.casework.cases.words import kinds
from schoolgate.community import moments
from schoolgate.community.change import Refused
from schoolgate.community.models import Person

NOT_ASKED = "This is asked only where somebody’s conduct as an adult is in question. Change what it is first."
NOT_HARM = "This is for what may meet the harm threshold. Say that first."
TOLD = "The officer has been told already. If there is more to say, add a note."
BACK = (
    "You said that it may meet the harm threshold. Tell the officer first, or let somebody else who works on this look "
    "at it again: nobody stops that clock alone."
)
AHEAD = "Enter a time that is not in the future."


def asks_threshold(case: Case) -> bool:
    """Whether what it is asks for the threshold: staff conduct, or an adult's contact with a pupil."""
    return any(kinds()[code].threshold for code in case.kinds if code in kinds())


def decide_threshold(by: Person, case: Case, threshold: str, why: str) -> None:
    """Low-level, or it may meet the harm threshold: then the officer is to be told, counted from when it came.

    Once somebody said that it may, only somebody else says that it does not, unless the officer was told.
    """
    with working(by, case, "case.decide") as (ledger, held):
        if not asks_threshold(held):
            raise Refused(NOT_ASKED)
        if held.threshold == Case.Threshold.HARM != threshold and not held.officer_told_at and _said_it(by, held):
            raise Refused(BACK)
        held.threshold = threshold
        held.officer_due = officer_due(held.at) if threshold == Case.Threshold.HARM else None
        held.keep(threshold_why=why)
        held.save()
        chronicle(ledger, held, "threshold", f"{held.get_threshold_display()}. {why}")


def _said_it(by: Person, case: Case) -> bool:
    last = Entry.objects.of(case.school).filter(case=case, kind="threshold").order_by("number").last()
    return last is not None and last.by_id == by.pk


def tell_officer(by: Person, case: Case, at: datetime, whom: str, advice: str) -> None:
    """The officer was told: when, who it was, and what they advised. The words stand in a restricted line."""
    with working(by, case, "case.decide") as (ledger, held):
        if held.threshold != Case.Threshold.HARM:
            raise Refused(NOT_HARM)
        if held.officer_told_at:
            raise Refused(TOLD)
        if at > timezone.now():
            raise Refused(AHEAD)
        held.officer_told_at = at
        held.save()
        when = moments.at(at)
        chronicle(ledger, held, "officer", f"{when}: {whom}. What they advised: {advice}", restricted=True)
