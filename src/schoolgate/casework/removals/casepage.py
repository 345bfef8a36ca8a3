"""What removals give to the page of a case."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.page import Hinder, Section
from schoolgate.casework.removals.models import Removal
from schoolgate.community.models import Person
from schoolgate.community.today import TO_DO, WAITING


def sections(_: Person, case: Case) -> Iterator[Section]:
    rows = list(Removal.objects.of(case.school).filter(case=case).values_list("state", "look_on"))
    if not rows and case.state == Case.State.JOINED:
        return
    still = [look_on for state, look_on in rows if state == Removal.State.OPEN]
    gone = sum(1 for state, _ in rows if state == Removal.State.GONE)
    hint = f"{len(still)} to take down, {gone} gone." if rows else "Nothing on the list."
    status = (TO_DO if min(still) <= timezone.localdate() else WAITING) if still else ""
    yield Section("Take it down", reverse("removals", args=[case.reference]), hint, status)


def hinders(case: Case) -> Iterator[Hinder]:
    """What is to come down is gone, or was given up with a reason, before the case is closed."""
    for removal in Removal.objects.of(case.school).filter(case=case, state=Removal.State.OPEN):
        words = f"Removal {removal.number} is still to come down. Wait until it is gone, or stop trying and say why."
        yield Hinder(words, reverse("removal", args=[case.reference, removal.number]))
