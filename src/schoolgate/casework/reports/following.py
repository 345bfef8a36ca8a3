"""What follows from changes elsewhere: a case is joined to another, and its reports go with it; one is closed, and
whoever told us of it hears that."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.cases.signals import case_closed, case_joined
from schoolgate.community.change import Change
from schoolgate.community.mail import send
from schoolgate.community.models import Person
from schoolgate.community.notices import tell

CLOSED = "The school has finished looking into what you told it."


def listen() -> None:
    case_joined.connect(_joined, dispatch_uid="reports")
    case_closed.connect(_closed, dispatch_uid="reports")


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


def _closed(*, case: Case, by: Person, **_: Any) -> None:
    """Whoever told us signed in hears that it is over, and no more. Not whoever it is about, or may be: they learn
    nothing of it by having told us something too."""
    from schoolgate.casework.reports.models import Report

    of = Party.objects.of(case.school).filter(case=case, part=Party.Part.RESPONSIBLE, ended_at=None)
    out = {by.pk, *of.values_list("person", flat=True), *case.besides.values_list("pk", flat=True)}
    for report in Report.objects.of(case.school).filter(case=case, by__isnull=False).select_related("by__account"):
        if report.by and report.by_id not in out:
            path = reverse("told_one", args=[report.reference])
            tell([report.by], f"{report.reference}: {CLOSED}", path)
            send(report.by, CLOSED, path, report.reference)
