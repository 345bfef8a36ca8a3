"""Completions from the school's own records: a CSV file, all of it or nothing."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.utils import timezone

from schoolgate.community.change import change
from schoolgate.community.models import Person, School
from schoolgate.duties.training.catalogue import courses, kept
from schoolgate.duties.training.models import Completion, Course
from schoolgate.policy.dates import months_after

COLUMNS = ("person", "course", "date")
LARGEST = 2_000_000
DATES = ("%Y-%m-%d", "%d/%m/%Y")
FIRST = 100
TOO_LARGE = "The file is larger than 2 MB. Split it and bring in one part at a time."


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` of the file, from 1; what is wrong with it and what to do."""

    line: int
    message: str


class ImportProblemsError(Exception):
    """The file has problems, and nothing of it was kept. `found` are the first hundred."""

    def __init__(self, found: list[Problem]) -> None:
        super().__init__(f"{len(found)} problems")
        self.found = found[:FIRST]


@dataclass(frozen=True, slots=True)
class _Row:
    person: Person
    course: Course
    on: date


def import_completions(by: Person, data: bytes) -> tuple[int, int]:
    """Bring completions in. How many were new, and how many were known already.

    The ledger keeps the file's SHA-256, and in the order of its lines the number of the completion that each became.

    The columns are person (e-mail address, or full name), course (its title) and date (2026-09-30 or 30/09/2026).
    Raises ImportProblemsError, and Refused without the power.
    """
    with change(by, "training.record", by.school) as ledger:
        rows = _checked(by, data)
        wanted = {(row.person.pk, kept(row.course).pk, row.on): row for row in rows}
        held = Completion.objects.of(by.school).filter(withdrawn_at__isnull=True)
        known = {
            (person, course, on): pk for pk, person, course, on in held.values_list("pk", "person", "course", "on")
        }
        new = [
            Completion(
                school=by.school,
                person=row.person,
                course_id=course,
                on=row.on,
                expires_on=months_after(row.on, row.course.expires_months) if row.course.expires_months else None,
                how=Completion.How.IMPORT,
                by=by,
            )
            for (person, course, on), row in wanted.items()
            if (person, course, on) not in known
        ]
        Completion.unscoped.bulk_create(new, batch_size=1000)
        became = known | {(done.person_id, done.course_id, done.on): done.pk for done in new}
        ledger.write(
            "training.imported",
            by.school,
            sha256=sha256(data).hexdigest(),
            new=len(new),
            known=len(wanted) - len(new),
            completions=[became[line] for line in wanted],
        )
    return len(new), len(wanted) - len(new)


def _checked(by: Person, data: bytes) -> list[_Row]:
    problems: list[Problem] = []
    rows: list[_Row] = []
    people, named = _people(by.school), {c.title.casefold(): c for c in courses(by.school)}
    for line, cells in _lines(data):
        try:
            rows.append(_row(by, cells, people, named))
        except ValueError as wrong:
            problems.append(Problem(line, str(wrong)))
    if not rows and not problems:
        problems.append(Problem(1, "There is no line below the headings. Add the completions and try again."))
    if problems:
        raise ImportProblemsError(problems)
    return rows


def _lines(data: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each line with its number. Raises ImportProblemsError for a file that is no such table."""
    if len(data) > LARGEST:
        raise ImportProblemsError([Problem(1, TOO_LARGE)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        heads = [name.strip().casefold() for name in reader.fieldnames or ()]
        if missing := [name for name in COLUMNS if name not in heads]:
            names = ", ".join(f"“{name}”" for name in missing)
            raise ImportProblemsError([Problem(1, f"Add a column headed {names}. The first line holds the headings.")])
        reader.fieldnames = heads
        for cells in reader:
            if any((value or "").strip() for name, value in cells.items() if name in COLUMNS):
                yield reader.line_num, {name: (cells[name] or "").strip() for name in COLUMNS}
    except csv.Error as wrong:
        raise ImportProblemsError(
            [Problem(reader.line_num or 1, "This is not a CSV file. Save the table as CSV and try again.")]
        ) from wrong


def _people(school: School) -> Mapping[str, list[Person]]:
    """Everybody by address and by name."""
    found: dict[str, list[Person]] = defaultdict(list)
    for person in Person.objects.of(school).select_related("account", "offered_to"):
        for key in {person.name.casefold(), person.write_to().casefold(), person.email().casefold()} - {""}:
            found[key].append(person)
    return found


def _row(by: Person, cells: Mapping[str, str], people: Mapping[str, list[Person]], named: Mapping[str, Course]) -> _Row:
    """One line. Raises ValueError with what is wrong and what to do."""
    found = people.get(cells["person"].casefold(), [])
    if not found:
        raise ValueError(f"Nobody here is called “{cells['person'][:80]}”. Check the address or the name.")
    if len(found) > 1:
        raise ValueError(f"{len(found)} people are called “{cells['person'][:80]}”. Use the email address instead.")
    if found[0] == by:
        raise ValueError("This line is about you. Ask somebody else who leads training to bring it in.")
    course = named.get(cells["course"].casefold())
    if course is None:
        raise ValueError(f"There is no course called “{cells['course'][:80]}”. Add it first, or use its exact title.")
    return _Row(found[0], course, _date(cells["date"]))


def _date(written: str) -> date:
    for form in DATES:
        try:
            day = datetime.strptime(written, form).date()
        except ValueError:
            continue
        if day > timezone.localdate():
            raise ValueError(f"{written} has not come yet. Only what is completed can be brought in.")
        return day
    raise ValueError(f"“{written[:40]}” is not a date. Write it as 2026-09-30 or 30/09/2026.")
