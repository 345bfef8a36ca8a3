"""The one way to change anything."""

from __future__ import annotations

import pytest
from django.db import transaction

from factories import PersonFactory, SchoolFactory, somebody
from schoolgate.community.change import NothingWrittenError, Refused, by_machine, change
from schoolgate.community.models import Person, School
from schoolgate.record import ledger
from schoolgate.record.models import LedgerEntry

pytestmark = pytest.mark.django_db


def rename(person: Person, power: str, school: School, *, write: bool = True) -> None:
    with change(person, power, school) as under_way:
        school.name = "New Name"
        school.save()
        if write:
            under_way.write("school.renamed", school, length=8)


def test_a_change_and_its_entry_are_kept_together(school):
    head = somebody("head", school=school)
    rename(head, "people.add", school)

    entry = LedgerEntry.objects.get()
    assert School.objects.get(pk=school.pk).name == "New Name"
    assert (entry.verb, entry.actor, entry.school) == ("school.renamed", head.pk, school.pk)
    assert entry.details() == {"length": 8}


def test_without_the_power_nothing_changes_and_the_answer_is_gentle(school):
    teacher = somebody("staff", school=school)
    with pytest.raises(Refused, match="ask your head teacher"):
        rename(teacher, "people.add", school)
    assert School.objects.get(pk=school.pk).name != "New Name"


def test_a_power_at_one_school_is_none_at_another(school):
    head = somebody("head", school=SchoolFactory())
    with pytest.raises(Refused):
        rename(head, "people.add", school)


def test_a_power_that_nobody_listed_is_held_by_nobody(school):
    with pytest.raises(Refused):
        rename(somebody("head", school=school), "people.everything", school)


def test_a_change_that_tells_the_ledger_nothing_is_undone(school):
    head = somebody("head", school=school)
    with pytest.raises(NothingWrittenError):
        rename(head, "people.add", school, write=False)
    assert School.objects.get(pk=school.pk).name != "New Name"


def test_what_the_machine_does_by_itself_is_in_the_ledger_without_an_actor(school):
    with by_machine(school) as under_way:
        under_way.write("school.begun", school)
    assert LedgerEntry.objects.get().actor is None


@pytest.mark.django_db(transaction=True)
def test_a_change_is_committed_when_it_ends_and_not_before():
    head = somebody("head")
    rename(head, "people.add", head.school)

    assert not transaction.get_connection().in_atomic_block
    assert ledger.verify() == ledger.Verification(1, True, None)
    PersonFactory()
