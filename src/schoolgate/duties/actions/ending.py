"""A duty ends, because it was done or declined."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from schoolgate.community.models import Person
from schoolgate.duties.models import Duty
from schoolgate.record.ledger import reference


def end(person: Person, kind: str, key: str, evidence: models.Model, *, declined: bool = False) -> int:
    """End what this person owes of a kind and key, inside the change that made the evidence. How many ended.

    None need be owed: what is done early is found again when the school's duties are settled.
    """
    open_ones = Duty.objects.of(person.school).filter(person=person, kind=kind, key=key, state=Duty.State.OWED)
    state = Duty.State.DECLINED if declined else Duty.State.DONE
    return open_ones.update(state=state, ended_at=timezone.now(), evidence=reference(evidence))
