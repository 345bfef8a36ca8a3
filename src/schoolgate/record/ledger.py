"""The append-only, hash-chained history. `write` is the only way in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC

from django.db import models, transaction
from django.utils import timezone

from schoolgate.record import moments, proving
from schoolgate.record.chain import GENESIS, Json, Link, canonical, hash_of
from schoolgate.record.models import LedgerEntry, LedgerHead

VERB = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)+")
SUBJECT = re.compile(r"[a-z_]+\.[a-z_]+:[A-Za-z0-9_-]+")
FIELDS = ("number", "school", "at", "actor", "verb", "subject", "detail", "previous", "rows", "hash")


Hear = Callable[[int, int | None, str], object]
"""Is given of an entry its number, its school, and what it says of rows."""


class LedgerError(Exception):
    """An entry that cannot be written as it was given."""


@dataclass(frozen=True, slots=True)
class Verification:
    """How many entries there are, whether all can be trusted, and the number of the first that cannot."""

    entries: int
    ok: bool
    first_bad: int | None


def write(
    verb: str,
    subject: models.Model | str,
    *,
    actor: models.Model | None = None,
    school: models.Model | int | None = None,
    detail: Mapping[str, Json] | None = None,
    rows: str = "",
) -> LedgerEntry:
    """Add one entry, in the transaction of the change that it records.

    `verb` is like "role.assigned"; `subject` a saved row, or "app.model:key". `detail` holds references and values,
    never personal content. What is proved and changed since the last entry stands with it, unless `rows` say it.
    Raises LedgerError outside a transaction or for a verb or subject of another shape.
    """
    if not transaction.get_connection().in_atomic_block:
        raise LedgerError("A ledger entry is written in the transaction of the change that it records.")
    name = subject if isinstance(subject, str) else reference(subject)
    if not VERB.fullmatch(verb) or not SUBJECT.fullmatch(name):
        raise LedgerError(
            f"A ledger entry needs a verb like role.assigned and a subject like community.person:1, not {verb!r}."
        )
    # The lock on this row lets one writer in at a time, so numbers have no gaps.
    head = LedgerHead.objects.select_for_update().get(pk=1)
    link = Link(
        number=head.count + 1,
        school=school.pk if isinstance(school, models.Model) else school,
        at=timezone.now().astimezone(UTC),
        actor=None if actor is None else actor.pk,
        verb=verb,
        subject=name,
        detail=canonical(dict(detail or {})),
        rows=rows or proving.tell(),
        previous=head.hash,
    )
    entry = LedgerEntry(**{field: getattr(link, field) for field in FIELDS[:-1]}, hash=link.hash())
    entry.save()
    LedgerHead.objects.filter(pk=1).update(count=link.number, hash=entry.hash)
    return entry


def reference(row: models.Model) -> str:
    """How the ledger names a saved row: "community.person:12"."""
    if row.pk is None:
        raise LedgerError("Save the row before the ledger speaks of it.")
    return f"{row._meta.label_lower}:{row.pk}"


def verify(hear: Hear = lambda *_: None) -> Verification:
    """Walk the whole chain, a row at a time, and find the first entry that cannot be trusted; `hear` each before it.

    Finds a changed field, a missing, added or swapped row, a cut tail and a changed head. Entries may be
    written meanwhile.
    """
    count, last, before = 0, GENESIS, None
    while True:
        head = LedgerHead.objects.filter(pk=1).values_list("count", "hash").first()
        for good, hash_ in _walk(count, last, hear):
            if not good:
                return _broken(count + 1)
            count, last = count + 1, hash_
        if head is None or head[0] > count:
            return _broken(count + 1)
        if head[0] == count:
            return Verification(count, True, None) if head[1] == last else _broken(max(count, 1))
        if head == before:
            return _broken(head[0] + 1)
        # More entries than the head knew of: either it has moved on since, or somebody added a row behind its back.
        before = head


def _walk(count: int, last: str, hear: Hear) -> Iterator[tuple[bool, str]]:
    """For each stored row after the first `count`: whether it follows from the one before, and its hash."""
    # From the very start when nothing is counted yet, so that a row numbered 0 shows too.
    rest = LedgerEntry.objects.filter(number__gt=count) if count else LedgerEntry.objects.all()
    fields = [moments.lying(field) if field == "at" else field for field in FIELDS]
    rows = rest.order_by("number").values_list(*fields).iterator(chunk_size=2000)
    try:
        for number, school, at, actor, verb, subject, detail, previous, told, stored in rows:
            count += 1
            good = number == count and previous == last
            said = (number, school, moments.iso(at), actor, verb, subject, detail, previous, told)
            good = good and stored == hash_of(*said)
            if good:
                hear(number, school, told)
            yield good, stored
            last = stored
    except (ValueError, TypeError, AttributeError):
        # A value that is no longer of its column's kind cannot even be read.
        yield False, ""


def _broken(number: int) -> Verification:
    return Verification(LedgerEntry.objects.count(), False, number)
