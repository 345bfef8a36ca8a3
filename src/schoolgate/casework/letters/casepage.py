"""What letters give to the page of a case."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.page import Hinder, Section
from schoolgate.casework.letters.models import Letter
from schoolgate.community.models import Person
from schoolgate.community.today import TO_DO


def sections(_: Person, case: Case) -> Iterator[Section]:
    states = list(Letter.objects.of(case.school).filter(case=case).values_list("state", flat=True))
    if not states and case.state == Case.State.JOINED:
        return
    waiting, sent = states.count(Letter.State.DRAFT), states.count(Letter.State.SENT)
    hint = f"{sent} sent, {waiting} being written." if states else "None yet."
    yield Section("Letters", reverse("letters", args=[case.reference]), hint, TO_DO if waiting else "")


def hinders(case: Case) -> Iterator[Hinder]:
    """A letter that was begun goes out, or is put away, before the case is closed."""
    for letter in Letter.objects.of(case.school).filter(case=case, state=Letter.State.DRAFT):
        words = f"Letter {letter.reference} has not gone out. Send it, or put it away."
        yield Hinder(words, reverse("letter", args=[case.reference, letter.reference]))
