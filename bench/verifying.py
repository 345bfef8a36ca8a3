"""How long it takes to walk every chronology of a school, beside hashing the same lines alone.

The walk reads each line, opens its words, hashes it, and compares it with the line before and with the ledger; the
other opens nothing and compares nothing: it hashes what the lines say, held in memory. Both take turns, and each
figure is the median of the rounds.
"""

from __future__ import annotations

import os
import resource
import secrets
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC
from statistics import median

SIZES = (1_000, 10_000, 100_000)
A_CASE = 20
ROUNDS = 3


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SCHOOLGATE_DATA"] = folder
        from schoolgate.cli import installation

        installation.start()
        installation.prepare()
        from django.db import connection

        from schoolgate.record import triggers

        triggers.remove(connection)
        print(f"{'lines':>8}{'cases':>8}{'walk':>10}{'hashing':>10}{'ratio':>7}{'memory':>9}")
        for size in SIZES:
            print(school_of(size))
    return 0


def school_of(size: int) -> str:
    """Make a school with that many lines and walk them; a line of the table."""
    from schoolgate.casework.cases.models import Case, Entry
    from schoolgate.casework.cases.verifying import verify
    from schoolgate.community.models import School
    from schoolgate.record.chain import canonical, sha256

    school = School.objects.create(name=f"Made Up {size}", slug=f"made-up-{size}")
    cases = Case.unscoped.bulk_create([Case(school=school) for _ in range(size // A_CASE)], batch_size=500)
    said = _fill(school, cases, size)
    assert Entry.objects.of(school).count() == size

    def walk() -> None:
        found = verify(school)
        assert not found, found[:3]

    def hashing() -> None:
        for each in said:
            sha256(canonical(each))

    slow, fast = _in_turn(walk, hashing)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{size:>8,}{len(cases):>8,}{slow:>9.2f}s{fast:>9.2f}s{slow / fast:>7.1f}{memory:>6} MB"


def _fill(school: object, cases: Iterable[object], size: int) -> list[dict[str, object]]:
    """Lines and ledger entries, written in bulk behind the back of what refuses it: only to have something to walk."""
    from django.db import models
    from django.utils import timezone

    from schoolgate.casework.cases.models import Entry
    from schoolgate.record.chain import GENESIS, Link, canonical
    from schoolgate.record.ledger import reference
    from schoolgate.record.models import LedgerEntry, LedgerHead

    head = LedgerHead.objects.get(pk=1)
    words = "We rang her mother, who comes on Friday at four. Her class teacher knows, and nobody else. " * 3
    at, rows = timezone.now().astimezone(UTC), []
    for case in cases:
        last = GENESIS
        for number in range(1, A_CASE + 1):
            row = Entry(case=case, number=number, kind="noted", at=at, previous=last)
            row.keep(words=words, salt=secrets.token_hex(16))
            row.hash = last = row.hashed()
            rows.append(row)
    said = [row.says() for row in rows]
    models.QuerySet(Entry).bulk_create(rows, batch_size=500)
    count, previous, entries = head.count, head.hash, []
    for row in rows:
        count += 1
        detail = canonical({"entry": row.pk, "number": row.number, "hash": row.hash})
        link = Link(count, school.pk, at, None, "case.noted", reference(row.case), detail, previous)  # type: ignore[attr-defined]
        previous = link.hash()
        fields = {name: getattr(link, name) for name in Link.__slots__}
        entries.append(LedgerEntry(**fields, hash=previous))
    models.QuerySet(LedgerEntry).bulk_create(entries, batch_size=500)
    LedgerHead.objects.filter(pk=1).update(count=count, hash=previous)
    assert len(rows) == size
    return said


def _in_turn(*acts: Callable[[], None]) -> list[float]:
    """The median seconds of each, taken in turns."""
    took: list[list[float]] = [[] for _ in acts]
    for _ in range(ROUNDS):
        for act, times in zip(acts, took, strict=True):
            began = time.perf_counter()
            act()
            times.append(time.perf_counter() - began)
    return [median(times) for times in took]


if __name__ == "__main__":
    raise SystemExit(main())
