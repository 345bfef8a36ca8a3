"""When a case is joined to another, its evidence goes with it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.signals import case_joined
from schoolgate.casework.evidence.actions.custody import hand
from schoolgate.casework.evidence.models import Capture, Custody, Item
from schoolgate.community.change import Change


def listen() -> None:
    case_joined.connect(_move, dispatch_uid="evidence")


def _move(ledger: Change, old: Case, into: Case, **_: Any) -> None:
    moved = list(Item.objects.of(old.school).filter(case=old).values_list("pk", flat=True))
    # A plain set of rows: items are only added, and this one thing of them may change.
    QuerySet(Item).filter(pk__in=moved).update(case=into)
    for item in Item.objects.of(into.school).filter(pk__in=moved):
        hand(ledger, item, Custody.What.MOVED, f"From {old.reference} to {into.reference}, as it is about the same.")
    Capture.objects.of(old.school).filter(case=old).update(case=into)
