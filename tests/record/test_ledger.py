"""The ledger: how an entry gets in, and that nothing ever gets out or changes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from schoolgate.record import ledger
from schoolgate.record.chain import GENESIS, Link
from schoolgate.record.growing import AppendOnlyError
from schoolgate.record.models import LedgerEntry, LedgerHead

pytestmark = pytest.mark.django_db


def write(verb: str = "thing.done", subject: str = "made.up:1", **rest):
    return ledger.write(verb, subject, **rest)


def test_entries_are_numbered_from_one_and_each_carries_the_hash_of_the_one_before():
    first, second, third = write(), write(), write()

    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert first.previous == "0" * 64
    assert (second.previous, third.previous) == (first.hash, second.hash)
    assert ledger.verify() == ledger.Verification(3, True, None)


@pytest.mark.parametrize("at", [datetime(2026, 11, 21, 17, 15, 0, 20), datetime(2026, 1, 1)])
def test_an_entry_of_any_moment_is_whole(at):
    link = Link(1, None, at.replace(tzinfo=UTC), None, "thing.done", "made.up:1", "{}", GENESIS)
    fields = {name: getattr(link, name) for name in Link._fields}
    with transaction.atomic():
        LedgerEntry(**fields, hash=link.hash()).save()
        LedgerHead.objects.filter(pk=1).update(count=1, hash=link.hash())
    assert ledger.verify() == ledger.Verification(1, True, None)


def test_an_empty_ledger_is_whole():
    assert ledger.verify() == ledger.Verification(0, True, None)


def test_an_entry_says_who_did_what_to_which_row_at_which_school(school):
    from factories import PersonFactory

    actor = PersonFactory(school=school)
    entry = write("role.assigned", actor, actor=actor, school=school, detail={"role": "head", "days": [1, 2]})

    stored = LedgerEntry.objects.get(pk=entry.pk)
    assert (stored.verb, stored.subject) == ("role.assigned", f"community.person:{actor.pk}")
    assert (stored.actor, stored.school) == (actor.pk, school.pk)
    assert stored.details() == {"role": "head", "days": [1, 2]}


@pytest.mark.parametrize("detail", [{"a": "é\x00\ud800"}, {"a": 1e300, "b": [True, None, {"c": 0.1}]}])
def test_whatever_json_can_say_is_kept_exactly(detail):
    entry = write(detail=detail)
    assert LedgerEntry.objects.get(pk=entry.pk).details() == detail
    assert ledger.verify().ok


@pytest.mark.parametrize(
    ("verb", "subject"), [("Done", "made.up:1"), ("done", "made.up:1"), ("thing.done", "Tess Example")]
)
def test_a_verb_or_subject_of_another_shape_is_refused(verb, subject):
    with pytest.raises(ledger.LedgerError):
        write(verb, subject)


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused():
    with pytest.raises(ledger.LedgerError):
        write()
    assert LedgerEntry.objects.count() == 0


def test_a_change_that_fails_takes_its_entry_with_it():
    write()

    def change_half():
        with transaction.atomic():
            write()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_half()

    assert write().number == 2
    assert ledger.verify() == ledger.Verification(2, True, None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_ledgerentry SET verb = 'other.thing' WHERE number = 1",
        "DELETE FROM record_ledgerentry WHERE number = 1",
        "DELETE FROM record_ledgerhead",
        "UPDATE record_ledgerhead SET count = 0",
        "UPDATE record_ledgerhead SET count = 5",
        "UPDATE record_ledgerhead SET hash = 'x'",
        # SQLite has no TRUNCATE.
        *(["TRUNCATE record_ledgerentry", "TRUNCATE record_ledgerhead"] if connection.vendor == "postgresql" else []),
    ],
)
def test_the_database_itself_refuses_to_change_the_ledger(statement):
    write(), write()
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "act",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda _: LedgerEntry.objects.all().update(verb="other.thing"),
        lambda _: LedgerEntry.objects.all().delete(),
        lambda entry: LedgerEntry.objects.bulk_create([entry]),
        lambda entry: LedgerEntry.objects.bulk_update([entry], ["verb"]),
    ],
)
def test_the_model_refuses_too(act):
    entry = write()
    with pytest.raises(AppendOnlyError):
        act(entry)


def test_there_is_one_head():
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerHead.objects.create(pk=2)
