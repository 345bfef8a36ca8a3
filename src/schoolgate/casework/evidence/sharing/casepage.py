"""What sharing gives to the page of a case: it goes through `evidence/casepage.py`."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from schoolgate.casework.cases.access import may_decide
from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.page import Section
from schoolgate.casework.evidence.sharing.models import Referral
from schoolgate.community.models import Person


def sections(person: Person, case: Case) -> Iterator[Section]:
    shared = Referral.objects.of(case.school).filter(case=case).count()
    if may_decide(person, case) and (shared or case.state != Case.State.JOINED):
        hint = f"Shared {shared} {'time' if shared == 1 else 'times'}." if shared else "Nothing was shared yet."
        yield Section("Share with a named person", reverse("sharing", args=[case.reference]), hint)
