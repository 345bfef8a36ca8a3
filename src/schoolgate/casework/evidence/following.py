"""When a case is joined to another, its evidence goes with it."""

from __future__ import annotations

from typing import Any

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.signals import case_joined
from schoolgate.casework.evidence.actions.custody import hand
from schoolgate.casework.evidence.models import Capture, Custody, Item
from schoolgate.community.change import Change
from schoolgate.record.proving import Rows


def listen() -> None:
    case_joined.connect(_move, dispatch_uid="evidence")


def _move(ledger: Change, old: Case, into: Case, **_: Any) -> None:
    # Both cases are locked, so that no number is given twice.
    for number, item in enumerate(list(Item.objects.of(old.school).filter(case=old)), Item.next_number(into)):
        was = f"{old.reference}, where it was {item.reference},"
        # A plain set of rows: items are only added, and where they lie is all of them that may change.
        Rows(Item).filter(pk=item.pk).update(case=into, number=number)
        item.case, item.number = into, number
        why = f"From {was} to {into.reference}, where it is {item.reference}, as it is about the same."
        hand(ledger, item, Custody.What.MOVED, why)
    Capture.objects.of(old.school).filter(case=old).update(case=into)
