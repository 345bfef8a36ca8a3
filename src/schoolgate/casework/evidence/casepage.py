"""What evidence gives to the page of a case."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.page import Section
from schoolgate.casework.evidence.models import Item
from schoolgate.casework.evidence.sharing import casepage as sharing
from schoolgate.community.models import Person


def sections(person: Person, case: Case) -> Iterator[Section]:
    kept = Item.objects.of(case.school).filter(case=case).count()
    if kept or case.state != Case.State.JOINED:
        hint = "Nothing may be kept for this case." if case.no_pictures else f"{kept or 'Nothing'} kept."
        yield Section("Evidence", reverse("evidence", args=[case.reference]), hint)
    yield from sharing.sections(person, case)
