"""When one case is joined to another, the support goes with it."""

from __future__ import annotations

from typing import Any

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.signals import case_joined
from schoolgate.community.change import Change


def listen() -> None:
    case_joined.connect(_move, dispatch_uid="support")


def _move(*, ledger: Change, old: Case, into: Case, **_: Any) -> None:
    """Whoever is supported by the other case already keeps that; what was written before stays readable, ended."""
    from django.utils import timezone

    from schoolgate.casework.support.models import SupportFile

    files = SupportFile.objects.of(ledger.school)
    there = set(files.filter(case=into, ended_at=None).values_list("person", flat=True))
    for file in files.select_for_update().filter(case=old):
        if file.ended_at is None and file.person_id in there:
            file.ended_at, file.ended_by = timezone.now(), ledger.actor
        file.case = into
        file.save(update_fields=["case", "ended_at", "ended_by"])
        ledger.write("support.moved", file, case=into.reference)
