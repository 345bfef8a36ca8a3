"""In the demonstration: the response file of a case, shared with the governor who leads a panel."""

from __future__ import annotations

from schoolgate.casework.cases.demo import POST
from schoolgate.casework.cases.models import Case
from schoolgate.casework.evidence.models import Item
from schoolgate.casework.evidence.sharing.actions.referring import Wishes, refer
from schoolgate.community.demo import person_called
from schoolgate.community.models import School

PANEL = "B-EXAMPLE"
"""The reference of the demonstration's referral."""


def fill(school: School) -> None:
    case = Case.objects.of(school).get(reference=POST)
    wishes = Wishes(
        kind="panel",
        name="Gita Governorexample",
        office="Chair of the complaints panel",
        why="She leads the panel that hears the parent’s complaint, and asked what was done.",
        chronology="response",
        items=tuple(Item.objects.of(school).filter(case=case).values_list("pk", flat=True)),
    )
    refer(person_called("Dina Example"), case, wishes, reference=PANEL)
