"""What removals follow: a case that is joined to another takes what is to come down with it."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.signals import case_joined
from schoolgate.casework.removals.models import Removal


def listen() -> None:
    case_joined.connect(_move, dispatch_uid="removals")


def _move(old: Case, into: Case, **_: Any) -> None:
    rows = Removal.objects.of(old.school)
    last = rows.filter(case=into).aggregate(last=Max("number"))["last"] or 0
    for number, removal in enumerate(rows.filter(case=old), last + 1):
        removal.case, removal.number = into, number
        removal.save(update_fields=["case", "number"])
