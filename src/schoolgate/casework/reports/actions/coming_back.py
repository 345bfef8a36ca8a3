"""Come back with a receipt code. Guessing is slowed by the code that is guessed at, never by who guesses."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from schoolgate.casework.reports.models import Guess, Report
from schoolgate.casework.reports.receipts import FINDS, is_it, tidy

MOST = 10
WHILE = timedelta(minutes=15)
"""So many wrong tries at codes that begin alike, and that beginning waits until they are so old."""


class Wait(Exception):  # noqa: N818 (it is no error: come again)
    """There were too many wrong tries."""


def come_back(typed: str) -> Report | None:
    """The report of a receipt code as it was typed; None for a wrong one.

    A code that is no report's takes as long and counts as much as a wrong one of a report. Raises Wait after too many
    wrong tries, and receipts.Busy.
    """
    code = tidy(typed)
    locator = code[:FINDS]
    if code and _waits(locator):
        raise Wait
    report = Report.unscoped.select_related("school", "case").filter(locator=locator).first() if code else None
    if is_it(code or "0" * 20, report.code_hash if report else ""):
        return report
    if code:
        _count(locator)
    return None


def _waits(locator: str) -> bool:
    return Guess.objects.filter(pk=locator, wrong__gte=MOST, since__gt=timezone.now() - WHILE).exists()


def _count(locator: str) -> None:
    """One more wrong try, in a count that begins anew when it is old."""
    with transaction.atomic():
        Guess.objects.filter(pk=locator, since__lte=timezone.now() - WHILE).delete()
        Guess.objects.get_or_create(pk=locator)
        Guess.objects.filter(pk=locator).update(wrong=F("wrong") + 1)


def forget_old() -> None:
    Guess.objects.filter(since__lte=timezone.now() - WHILE).delete()
