"""Everybody who has an item in their hands is written down, before they have it."""

from __future__ import annotations

from schoolgate.casework.evidence.models import Custody, Item
from schoolgate.community.change import Change
from schoolgate.community.models import Person

What = Custody.What


def hand(ledger: Change, item: Item, what: Custody.What, why: str = "", by: Person | None = None) -> Custody:
    """One custody line, with its ledger entry. `why` are words for those who may open the case.

    `by` is whoever it is for, where that is not the one who makes the change.
    """
    line = Custody(item=item, what=what, by=by or ledger.actor)
    line.keep(why=why)
    line.save()
    ledger.write(f"evidence.{what}", item, case=item.case_id, line=line.pk, sha256=item.sha256)
    return line
