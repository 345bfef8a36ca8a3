"""What follows from changes elsewhere: a case is joined to another, and its reports go with it."""

from __future__ import annotations

from typing import Any

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.signals import case_joined
from schoolgate.community.change import Change


def listen() -> None:
    case_joined.connect(_joined, dispatch_uid="reports")


def _joined(*, ledger: Change, old: Case, into: Case, **_: Any) -> None:
    from schoolgate.casework.reports.models import Report

    rows = Report.objects.of(old.school).filter(case=old)
    numbers = list(rows.values_list("pk", flat=True))
    if not numbers:
        return
    rows.update(case=into)
    if Report.objects.of(old.school).filter(case=into, nude=True).exists():
        Case.objects.of(old.school).filter(pk=into.pk).update(no_pictures=True)
    ledger.write("report.moved", into, reports=numbers, old=old.pk)
