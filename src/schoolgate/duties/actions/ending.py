"""A duty ends, because it was done or declined."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from schoolgate.community.models import Person
from schoolgate.duties.models import Duty
from schoolgate.record.ledger import reference


def end(
    person: Person, kind: str, key: str, evidence: models.Model, *, declined: bool = False, round: str | None = None
) -> int:
    """End what this person owes of a kind and key, inside the change that made the evidence. How many ended.

    Only one `round` of it, where that is said.

    Whoever was let off and does it all the same has done it. None need be owed: what is done early is found again when
    the school's duties are settled.
    """
    State = Duty.State  # noqa: N806 (a class)
    rows = Duty.objects.of(person.school).filter(person=person, kind=kind, key=key, current=True)
    if round is not None:
        rows = rows.filter(round=round)
    open_ones = rows.filter(state__in=[State.OWED, State.LET_OFF])
    state = State.DECLINED if declined else State.DONE
    return open_ones.update(state=state, ended_at=timezone.now(), evidence=reference(evidence))
