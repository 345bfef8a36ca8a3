"""How long it takes to verify every line of a school's chronologies, beside hashing as many lines alone.

"all" is what `schoolgate cases verify` does: it walks the chain of the ledger's entries, one for each line, reads every
line, hashes it as it lies in the database, and compares it with what the ledger says. "rows" and "ledger" are its two
halves, each with its own reading of the ledger. "hashing" opens and compares nothing: it hashes what the
lines say, held in memory, as JSON with SHA-256. They take turns; each figure is the median, over the rounds, of the
seconds of one processor; "clock" is the median of "all" by the clock on the wall. Fails over 2 s for the largest.
"""

from __future__ import annotations

import os
import resource
import secrets
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schoolgate.community.models import School

SIZES = (1_000, 10_000, 100_000)
A_CASE = 20
ROUNDS = 3
AT_MOST = 2.0
"""Seconds of one processor for the largest size."""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SCHOOLGATE_DATA"] = folder
        from schoolgate.cli import installation

        installation.start()
        installation.prepare()
        from django.db import connection

        from schoolgate.community.models import School
        from schoolgate.record import triggers

        triggers.remove(connection)
        print(
            f"{'lines':>8}{'cases':>8}{'all':>9}{'rows':>9}{'ledger':>9}{'hashing':>9}{'ratio':>7}{'clock':>9}{'memory':>9}"
        )
        school = School.objects.create(name="Made Up Primary", slug="made-up")
        said: list[dict[str, str | int | bool]] = []
        for size in SIZES:
            said += _fill(school, size - len(said))
            took = verified(school, said)
    return int(took > AT_MOST)


def verified(school: School, said: Sequence[dict[str, str | int | bool]]) -> float:
    """Verify everything, print a line of the table, and say how many seconds of the processor it took."""
    from schoolgate.casework.cases.models import Case, Entry
    from schoolgate.casework.cases.verifying import verify, verify_all
    from schoolgate.record import ledger
    from schoolgate.record.chain import canonical, sha256

    lines, cases = Entry.unscoped.count(), Case.unscoped.count()
    assert lines == len(said)

    def everything() -> None:
        found = verify_all()
        assert not found, found[:3]

    def rows() -> None:
        found = verify(school)
        assert not found, found[:3]

    def chain() -> None:
        assert ledger.verify().ok

    def hashing() -> None:
        for each in said:
            sha256(canonical(each))

    (took, clock), (half, _), (walked, _), (bare, _) = _in_turn(everything, rows, chain, hashing)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    figures = "".join(f"{each:>8.2f}s" for each in (took, half, walked, bare))
    print(f"{lines:>8,}{cases:>8,}{figures}{took / bare:>7.1f}{clock:>8.2f}s{memory:>6} MB", flush=True)
    return took


def _fill(school: School, size: int) -> list[dict[str, str | int | bool]]:
    """Lines and ledger entries, written in bulk behind the back of what refuses it: only to have something to walk."""
    from django.db import models
    from django.utils import timezone

    from schoolgate.casework.cases.models import Case, Entry
    from schoolgate.community.change import by_machine
    from schoolgate.record.chain import GENESIS, Link, canonical
    from schoolgate.record.ledger import reference
    from schoolgate.record.models import LedgerEntry, LedgerHead
    from schoolgate.record.proving import Proof

    with by_machine(school) as change:
        cases = Case.unscoped.bulk_create([Case(school=school) for _ in range(size // A_CASE)], batch_size=500)
        change.write("case.made_up", school)
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
    hashes = Proof(Entry).read(Entry.objects.of(school).filter(case__in=cases))
    count, previous, entries = head.count, head.hash, []
    for row in rows:
        count += 1
        detail = canonical({"entry": row.pk, "number": row.number, "hash": row.hash})
        told = f"cases.entry:{row.pk} {hashes[row.pk][0]} {row.case.reference}"
        link = Link(count, school.pk, at, None, "case.noted", reference(row.case), detail, previous, told)
        previous = link.hash()
        fields = {name: getattr(link, name) for name in Link._fields}
        entries.append(LedgerEntry(**fields, hash=previous))
    models.QuerySet(LedgerEntry).bulk_create(entries, batch_size=500)
    LedgerHead.objects.filter(pk=1).update(count=count, hash=previous)
    return said


def _in_turn(*acts: Callable[[], None]) -> list[tuple[float, float]]:
    """The median seconds of each, of the processor and by the clock, taken in turns."""
    took: list[list[tuple[float, float]]] = [[] for _ in acts]
    for _ in range(ROUNDS):
        for act, times in zip(acts, took, strict=True):
            began = time.process_time(), time.perf_counter()
            act()
            times.append((time.process_time() - began[0], time.perf_counter() - began[1]))
    return [(median(one for one, _ in times), median(other for _, other in times)) for times in took]


if __name__ == "__main__":
    raise SystemExit(main())
