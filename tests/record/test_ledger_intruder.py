"""Somebody with the database in their hands changes the ledger: verify finds it and names the first bad entry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta

import pytest
from django.db import DataError, connection, transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from schoolgate.record import ledger, triggers
from schoolgate.record.chain import Link, canonical, sha256
from schoolgate.record.models import LedgerEntry, LedgerHead

ENTRIES = 7
NUMBERS = st.integers(1, ENTRIES)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60)
HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
WHOLE = st.none() | st.integers(-(2**63), 2**63 - 1)
FIELDS = {
    "school": WHOLE,
    "actor": WHOLE,
    "verb": WORDS,
    "subject": WORDS,
    "detail": WORDS | st.sampled_from(['{"n": 1}', '{"n":true}', "{}"]),
    "rows": WORDS,
    "previous": HASHES,
    "hash": HASHES,
}
LINKS = st.builds(
    Link,
    number=st.integers(1, 2**63 - 1),
    school=WHOLE,
    at=st.datetimes(timezones=st.just(UTC)),
    actor=WHOLE,
    verb=WORDS,
    subject=WORDS,
    detail=WORDS,
    previous=HASHES,
    rows=WORDS,
)


def tamper(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@given(link=LINKS)
def test_the_hash_is_of_the_fields_as_canonical_json(link: Link) -> None:
    said = {**link._asdict(), "at": link.at.isoformat(timespec="microseconds")}
    if not link.rows:
        del said["rows"]
    assert link.hash() == sha256(canonical(said))


class Intruder(TestCase):
    """Seven entries, and the triggers out of the way."""

    def setUp(self) -> None:
        triggers.remove(connection)
        for n in range(ENTRIES):
            ledger.write("thing.done", f"made.up:{n}", detail={"n": n})

    def first_bad_after(self, change: Callable[[], None]) -> int | None:
        with transaction.atomic():
            change()
            found = ledger.verify()
            transaction.set_rollback(True)
        assert found.ok == (found.first_bad is None)
        return found.first_bad

    @hypothesis_settings(deadline=None, max_examples=150)
    @given(number=NUMBERS, field=st.sampled_from(sorted(FIELDS)), data=st.data())
    def test_any_other_value_in_any_field(self, number: int, field: str, data: st.DataObject) -> None:
        was = getattr(LedgerEntry.objects.get(pk=number), field)
        value = data.draw(FIELDS[field].filter(lambda new: new != was))
        bad = self.first_bad_after(
            lambda: tamper(f"UPDATE record_ledgerentry SET {field} = %s WHERE number = %s", value, number)
        )
        assert bad == number

    @hypothesis_settings(deadline=None, max_examples=40)
    @given(number=NUMBERS, by=st.integers(-(10**9), 10**9).filter(bool))
    def test_any_other_time(self, number: int, by: int) -> None:
        at = LedgerEntry.objects.get(pk=number).at + timedelta(microseconds=by)
        with transaction.atomic():
            row = LedgerEntry.objects.get(pk=number)
            tamper("DELETE FROM record_ledgerentry WHERE number = %s", number)
            row.at, row._state.adding = at, True
            row.save()
            assert ledger.verify().first_bad == number
            transaction.set_rollback(True)

    @hypothesis_settings(deadline=None, max_examples=40)
    @given(number=NUMBERS, new=st.integers(-20, 0) | st.integers(ENTRIES + 1, 99))
    def test_any_other_number(self, number: int, new: int) -> None:
        bad = self.first_bad_after(
            lambda: tamper("UPDATE record_ledgerentry SET number = %s WHERE number = %s", new, number)
        )
        assert bad == (1 if new < 1 else number)

    def test_a_missing_row_wherever_it_stood(self) -> None:
        for number in range(1, ENTRIES + 1):
            bad = self.first_bad_after(lambda n=number: tamper("DELETE FROM record_ledgerentry WHERE number = %s", n))
            assert bad == number

    def test_a_tail_that_was_cut_off(self) -> None:
        assert self.first_bad_after(lambda: tamper("DELETE FROM record_ledgerentry WHERE number > 4")) == 5
        assert self.first_bad_after(lambda: tamper("DELETE FROM record_ledgerentry")) == 1

    def test_two_rows_that_changed_places(self) -> None:
        def swap() -> None:
            for old, new in ((3, 99), (5, 3), (99, 5)):
                tamper("UPDATE record_ledgerentry SET number = %s WHERE number = %s", new, old)

        assert self.first_bad_after(swap) == 3

    def test_a_row_that_was_changed_and_hashed_again(self) -> None:
        def forge(number: int) -> None:
            row = LedgerEntry.objects.get(pk=number)
            forged = Link(number, row.school, row.at, 666, row.verb, row.subject, row.detail, row.previous)
            tamper("UPDATE record_ledgerentry SET actor = 666, hash = %s WHERE number = %s", forged.hash(), number)

        assert self.first_bad_after(lambda: forge(3)) == 4
        # The last row has no next one to give it away; the head does.
        assert self.first_bad_after(lambda: forge(ENTRIES)) == ENTRIES

    def test_a_row_that_was_added_behind_the_ledgers_back(self) -> None:
        last = LedgerEntry.objects.get(pk=ENTRIES)
        link = Link(ENTRIES + 1, None, last.at, None, "thing.done", "made.up:9", "{}", last.hash)

        def add() -> None:
            fields = {name: getattr(link, name) for name in ledger.FIELDS[:-1]}
            LedgerEntry(**fields, hash=link.hash()).save()

        assert self.first_bad_after(add) == ENTRIES + 1

    def test_a_head_that_was_changed_or_taken_away(self) -> None:
        for statement, bad in (
            ("UPDATE record_ledgerhead SET count = 3", 4),
            ("UPDATE record_ledgerhead SET count = 9", ENTRIES + 1),
            ("UPDATE record_ledgerhead SET hash = 'x'", ENTRIES),
            ("DELETE FROM record_ledgerhead", ENTRIES + 1),
        ):
            assert self.first_bad_after(lambda statement=statement: tamper(statement)) == bad

    def test_a_value_of_another_kind(self) -> None:
        changes = {
            2: "UPDATE record_ledgerentry SET at = 'soon' WHERE number = 2",
            6: "UPDATE record_ledgerentry SET actor = 'me' WHERE number = 6",
        }
        for number, change in changes.items():
            if connection.vendor == "sqlite":
                assert self.first_bad_after(lambda change=change: tamper(change)) == number
                continue
            with pytest.raises(DataError), transaction.atomic():
                tamper(change)

    def test_an_empty_ledger_with_a_head_that_lies(self) -> None:
        def empty() -> None:
            tamper("DELETE FROM record_ledgerentry")
            LedgerHead.objects.update(count=0, hash="x")

        assert self.first_bad_after(empty) == 1
