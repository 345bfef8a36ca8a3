"""Reading a file beside what a school has, and bringing it in: all of it or nothing."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.utils import timezone

from schoolgate.community.change import Change, by_machine
from schoolgate.community.models import RosterImport, School
from schoolgate.community.roster.plan import Plan, make_plan
from schoolgate.community.roster.reading import SPREADSHEET, kind_of, read_roster
from schoolgate.community.roster.reading.model import Roster
from schoolgate.community.roster.reading.problems import OF_EACH_KIND, Problem
from schoolgate.community.roster.reading.sheets import open_sheet, samples
from schoolgate.community.roster.reading.spreadsheet import Matching, suggest
from schoolgate.community.roster.school import known, school_now
from schoolgate.community.roster.writing import write

State = RosterImport.State


class File(NamedTuple):
    """A file to bring in, with what the school has said of it. `org`: the school's key in it, where several are."""

    source: bytes | Path
    name: str
    org: str = ""
    matching: Matching | None = None

    def sha256(self) -> str:
        """Of its bytes; of a folder, of each table's name and bytes in the order of their names."""
        if isinstance(self.source, bytes):
            return hashlib.sha256(self.source).hexdigest()
        paths = sorted(self.source.glob("*.csv")) if self.source.is_dir() else [self.source]
        digest = hashlib.sha256()
        for path in paths:
            if self.source.is_dir():
                digest.update(path.name.encode() + b"\0")
            with path.open("rb") as file:
                while part := file.read(1 << 20):
                    digest.update(part)
        return digest.hexdigest()


@dataclass(slots=True)
class Looked:
    """What a file would change, or why it cannot be brought in. `more`: there are more problems than these."""

    plan: Plan = field(default_factory=Plan)
    problems: list[Problem] = field(default_factory=list)
    schools: dict[str, str] = field(default_factory=dict)
    roster: Roster = field(default_factory=Roster)
    more: bool = False


class HasProblemsError(Exception):
    """A file that cannot be brought in; nothing has changed."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@contextmanager
def _no_looking_for_circles() -> Iterator[None]:
    """A large file becomes millions of small things that never point back at each other.

    Looking among them again and again for those that do takes a third of the time, and more the larger the file is.
    """
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.enable()


@_no_looking_for_circles()
def read(school: School, file: File, on: date, step: Callable[[], None] = lambda: None) -> Looked:
    """Read a file for a school, without comparing. The school's remembered key in OneRoster is used."""
    found = read_roster(
        file.source,
        file.name,
        school=school.name,
        on=on,
        org=file.org or before(school).get("org", ""),
        matching=file.matching,
        known=known(school),
        step=step,
    )
    return Looked(problems=found.problems, schools=found.schools, roster=found.roster, more=found.more)


@_no_looking_for_circles()
def compare(school: School, looked: Looked, on: date, by: int | None = None) -> Looked:
    """Work out what a roster that was read would change, brought in by the person of this number, or by nobody."""
    if not looked.problems:
        looked.plan, problems = make_plan(looked.roster, school_now(school, on), on, by)
        looked.problems, looked.more = problems[:OF_EACH_KIND], len(problems) > OF_EACH_KIND
    return looked


def bring(ledger: Change, school: School, looked: Looked, row: RosterImport, on: date) -> None:
    """Compare once more and write, within a change that was already allowed. Raises HasProblemsError."""
    # Two imports at once come one after the other.
    School.objects.select_for_update().get(pk=school.pk)
    compare(school, looked, on, ledger.actor.pk if ledger.actor else None)
    if looked.problems:
        raise HasProblemsError(looked.problems)
    org, looked.roster = looked.roster.org, Roster()  # its memory is better used for writing
    write(school, looked.plan, on)
    row.state, row.data, row.problems = State.DONE, None, []
    row.done, row.total = max(row.total, 1), max(row.total, 1)
    row.plan = {"counts": looked.plan.counts, "kept": looked.plan.kept}
    row.mapping = {**row.mapping, "org": org, "schools": {}, "samples": {}}
    row.save()
    ledger.write("roster.imported", row, sha256=row.sha256, **looked.plan.counts)


def import_file(school: School, file: File, *, dry_run: bool = False) -> Looked:
    """Bring a file in for nobody in the school, or with `dry_run` only look. With problems, nothing has changed."""
    on = timezone.localdate()
    looked = read(school, file, on)
    if dry_run or looked.problems:
        return compare(school, looked, on)
    row = RosterImport(school=school, name=file.name[:200], sha256=file.sha256())
    if file.matching:
        row.mapping = {"columns": file.matching.columns}
    try:
        with by_machine(school) as ledger:
            bring(ledger, school, looked, row, on)
    except HasProblemsError:
        pass  # looked.problems says which
    return looked


def understand(school: School, source: bytes | Path, name: str) -> dict[str, Any]:
    """What a file is (`kind`), and of a spreadsheet its `headings`, what they seem to hold (`guess`, `role`) and
    the first values below each (`samples`).

    Raises UnreadableError for a file that cannot be opened.
    """
    kind = kind_of(source, name)
    if kind != SPREADSHEET:
        return {"kind": kind}
    sheet = open_sheet(source, name)
    guessed = suggest(sheet, before(school).get("columns"))
    guess = {"guess": guessed.columns, "role": guessed.role}
    return {"kind": kind, "headings": sheet.headings, **guess, "samples": samples(sheet)}


def before(school: School) -> dict[str, Any]:
    """How the last files were understood: `columns` of a spreadsheet, the school's key as `org`.

    Columns are remembered once somebody has matched them: a file that needs putting right comes again as another.
    The school's key is used without being asked for, so it takes a file that was brought in.
    """
    found: dict[str, Any] = {}
    rows = RosterImport.objects.of(school)
    matched = rows.filter(mapping__has_key="columns")[:1]
    brought_in = rows.filter(state=State.DONE)[:20]
    for name, last in (("columns", matched), ("org", brought_in)):
        for mapping in last.values_list("mapping", flat=True):
            if mapping.get(name):
                found.setdefault(name, mapping[name])
    return found
