"""No case is left with people who are not there, and none lies unopened."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.casework.cases.access import deciders, people_kept_out, who_may_open
from schoolgate.casework.cases.actions.opening import bring_on
from schoolgate.casework.cases.clocks import waits_too_long
from schoolgate.casework.cases.models import RUNNING, Case
from schoolgate.casework.cases.routing import Route, as_role, route
from schoolgate.casework.cases.words import data
from schoolgate.community.change import by_machine
from schoolgate.community.models import School
from schoolgate.community.signin import comes_in
from schoolgate.policy.holders import away, holders
from schoolgate.record.ledger import reference
from schoolgate.record.models import LedgerEntry

NOBODY_HERE = "Nobody who could decide about it was there, so it came to {}."
NOT_OPENED = "Nobody had opened it for more than a school day, so it came to {} too."


def forward(school: School) -> int:
    """Bring running cases whose members are all away, have left or cannot come in to those whom the policy names
    today, never to those it names or may be about. How many were sent on. Safe to run twice."""
    waiting = Case.objects.of(school).filter(state__in=RUNNING).order_by("pk").values_list("pk", flat=True)
    return sum(_forward(school, number) for number in waiting)


def climb(school: School) -> int:
    """Bring new cases that nobody has opened for more than a school day to more people, once. How many."""
    rows = Case.objects.of(school).filter(state=Case.State.NEW, climbed_at=None, at__lt=waits_too_long(school))
    return sum(_climb(school, number) for number in rows.order_by("pk").values_list("pk", flat=True))


def _forward(school: School, number: int) -> bool:
    today = timezone.localdate()
    with transaction.atomic():
        case = Case.objects.of(school).select_for_update().get(pk=number)
        here = deciders(case)
        if not case.runs or any(comes_in(person) and not away(person, today) for person in here):
            return False
        to = route(school, case.kinds, besides=people_kept_out(case))
        return _bring(case, Route(tuple(pair for pair in to.to if pair[0] not in here), to.clauses), NOBODY_HERE)


def _climb(school: School, number: int) -> bool:
    with transaction.atomic():
        case = Case.objects.of(school).select_for_update().get(pk=number)
        opened = LedgerEntry.objects.filter(subject=reference(case), verb="case.opened").exists()
        if case.state != Case.State.NEW or case.climbed_at or opened:
            return False
        known = who_may_open(case)
        besides = [*known, *people_kept_out(case)]
        comes_to = data()["not_opened"]["comes_to"]
        people = holders(school, comes_to, besides=besides)
        to = Route(tuple((person, as_role(person, comes_to)) for person in people), ())
        return _bring(case, to, NOT_OPENED, climbed_at=timezone.now())


def _bring(case: Case, to: Route, words: str, *, climbed_at: datetime | None = None) -> bool:
    if not to.to:
        return False
    with by_machine(case.school) as ledger:
        if climbed_at:
            Case.objects.of(case.school).filter(pk=case.pk).update(climbed_at=climbed_at)
        bring_on(ledger, case, to, words)
    return True
