"""Whether every chronology of a school can be trusted: its chain of hashes, and what the ledger says of each line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag

from schoolgate.casework.cases.models import Case, Entry
from schoolgate.casework.cases.words import data
from schoolgate.community.models import School
from schoolgate.record.chain import GENESIS
from schoolgate.record.ledger import reference
from schoolgate.record.models import LedgerEntry

AT_ONCE = 2000
"""Rows that are held in memory at a time."""


def verify(school: School) -> list[str]:
    """What cannot be trusted, each a sentence that names the case and the line; empty where all can.

    Finds a line whose words or fields were changed, that was taken out, put in or swapped, also at the end of a
    chronology: the ledger keeps the hash of each line beside it. Whether the ledger itself can be trusted is
    `record/ledger.py: verify`.
    """
    cases = dict(Case.objects.of(school).values_list("pk", "reference"))
    known = _in_ledger(school)
    seen: set[int] = set()
    problems = list(_walk(school, cases, known, seen))
    for number in sorted(known.keys() - seen):
        case, line, _ = known[number]
        problems.append(f"{cases.get(case, 'A case that is gone')}: line {line} is in the ledger and not here.")
    return problems


def _walk(
    school: School, cases: dict[int, str], known: dict[int, tuple[int, int, str]], seen: set[int]
) -> Iterator[str]:
    case, number, last = 0, 0, GENESIS
    # One row for the case that a run of lines belongs to, not one for each line.
    held = Case()
    for row in Entry.objects.of(school).order_by("case", "number").iterator(chunk_size=AT_ONCE):
        if row.case_id != case:
            case, number, last = row.case_id, 0, GENESIS
            held = Case(pk=case, reference=cases[case])
        row.case = held
        number += 1
        if row.pk in known and known[row.pk][0] == case:
            seen.add(row.pk)
        named = f"{cases[case]}: line {row.number}"
        if row.number != number:
            yield f"{named} stands where line {number} should be."
            number = row.number
        if row.previous != last:
            yield f"{named} does not follow from the line before."
        if not _whole(row):
            yield f"{named} was changed."
        if known.get(row.pk) != (case, row.number, row.hash):
            yield f"{named} is not what the ledger says it is."
        last = row.hash


def _whole(row: Entry) -> bool:
    """Whether a line's hash is that of what it says; its words may not even open any more."""
    try:
        return row.hash == row.hashed()
    except (InvalidTag, ValueError, TypeError, AttributeError):
        return False


def _in_ledger(school: School) -> dict[int, tuple[int, int, str]]:
    """What the ledger keeps of each line, by the line's number in the database: case, number in its case, hash."""
    verbs = [f"case.{kind}" for kind in data()["entries"]]
    rows = LedgerEntry.objects.filter(school=school.pk, verb__in=verbs).values_list("subject", "detail")
    found = {}
    prefix = reference(Case(pk=0)).removesuffix("0")
    for subject, detail in rows.iterator(chunk_size=AT_ONCE):
        said = json.loads(detail)
        if "hash" in said and "entry" in said:
            found[said["entry"]] = (int(subject.removeprefix(prefix)), said["number"], said["hash"])
    return found
