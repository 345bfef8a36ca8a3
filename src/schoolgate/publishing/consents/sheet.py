"""A list of what stands on many papers, read beside the roll: what is clear, and what somebody has to put right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from schoolgate.community.finding import here
from schoolgate.community.models import Person, School
from schoolgate.community.roster.reading.cells import any_day
from schoolgate.community.roster.reading.columns import field_of, plain
from schoolgate.community.roster.reading.problems import UnreadableError
from schoolgate.community.roster.reading.sheets import Sheet, open_sheet
from schoolgate.publishing.consents.models import Purpose
from schoolgate.publishing.consents.voices import Voice, voices
from schoolgate.publishing.consents.words import data as words

OURS = ("said_by", "on")


class Line(NamedTuple):
    """What one row says: people by number, the day in ISO, purpose -> yes."""

    row: int
    person: int
    said_by: int
    on: str
    answers: dict[str, bool]


class Unclear(NamedTuple):
    row: int
    words: str


class _Unclear(Exception):  # noqa: N818 - read as a sentence
    pass


def read(school: School, by: Person, file: bytes, name: str, on: date) -> tuple[list[Line], list[Unclear]]:
    """`on`: the day for rows that have none, and the latest that a row may have. Raises UnreadableError for a file that
    is no list of answers."""
    sheet = open_sheet(file, name)
    columns = _columns(sheet)
    if not columns.keys() & set(Purpose.values):
        message = "We found no column for a place, such as Website or Newsletter. Give each its own, with yes or no."
        raise UnreadableError(name, "wrong_header", message, sheet.line)
    rows = list(sheet.rows)
    if len(rows) > words()["sheet"]["most_rows"]:
        message = f"There are more than {words()['sheet']['most_rows']} rows. Send one year group after the other."
        raise UnreadableError(name, "too_big", message)
    roll = _Roll(school, by, on)
    clear: dict[tuple[int, int], Line] = {}
    unclear = []
    for number, cells in rows:
        row = {field: cells[at] if at < len(cells) else "" for field, at in columns.items()}
        try:
            line = roll.line(number, row)
            if line and (line.person, line.said_by) in clear:
                raise _Unclear("The same parent answers for the same child in an earlier row too. Take one out.")
        except _Unclear as wrong:
            unclear.append(Unclear(number, str(wrong)))
        else:
            if line:
                clear[line.person, line.said_by] = line
    return list(clear.values()), unclear


def _columns(sheet: Sheet) -> dict[str, int]:
    """Field -> place; of two columns for the same the first counts."""
    called = {heading: purpose for purpose, names in words()["sheet"]["purposes"].items() for heading in names}
    called |= {heading: field for field in OURS for heading in words()["sheet"][field]}
    called |= {plain(purpose.label): purpose.value for purpose in Purpose}
    found: dict[str, int] = {}
    for at, heading in enumerate(sheet.headings):
        if field := called.get(plain(heading)) or field_of(heading):
            found.setdefault(field, at)
    return found


class _Roll:
    """Who is meant by a row."""

    def __init__(self, school: School, by: Person, on: date) -> None:
        self.by, self.on = by, on
        people = list(here(school).select_related("school"))
        self.by_number = {one.pk: one for one in people}
        self.by_key = {one.sourced_id: one for one in people if one.sourced_id}
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        for one in people:
            for name in {_plain(one.name), _plain(f"{one.given_name} {one.family_name}")} - {""}:
                self.by_name[name].append(one)
        self.voices: Mapping[int, Voice] = voices(people, on)

    def line(self, number: int, row: Mapping[str, str]) -> Line | None:
        """None where no answer stands in the row. Raises _Unclear."""
        answers = dict(self._answers(row))
        if not answers:
            return None
        person = self._person(row)
        voice = self.voices[person.pk]
        speaker = self._speaker(row, person, voice)
        if self.by.pk == speaker or voice.has(self.by.pk, person.pk):
            raise _Unclear("This is about your own family. Ask somebody else to write it down.")
        return Line(number, person.pk, speaker, self._day(row), answers)

    def _answers(self, row: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
        for purpose in Purpose.values:
            said = row.get(purpose, "").strip().casefold()
            if said in words()["sheet"]["yes"]:
                yield purpose, True
            elif said in words()["sheet"]["no"]:
                yield purpose, False
            elif said:
                raise _Unclear(f"“{said[:40]}” under {Purpose(purpose).label} is neither yes nor no.")

    def _person(self, row: Mapping[str, str]) -> Person:
        if key := row.get("key", ""):
            if key in self.by_key:
                return self.by_key[key]
            raise _Unclear(f"Nobody here has the number {key[:40]}. Look at it again, or bring your people in anew.")
        name = row.get("name", "") or f"{row.get('given', '')} {row.get('family', '')}"
        found = {one.pk: one for one in self.by_name.get(_plain(name), ())}
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            raise _Unclear(f"{len(found)} people are called {name.strip()[:60]}. Add a column with your own number.")
        raise _Unclear(
            f"Nobody here is called {name.strip()[:60] or '(no name)'}. Write it as it stands in Schoolgate."
        )

    def _speaker(self, row: Mapping[str, str], person: Person, voice: Voice) -> int:
        may = [*voice.parents, *([person.pk] if voice.own else [])]
        said = _plain(row.get("said_by", "") or row.get("contact1_name", ""))
        if not said and len(may) == 1:
            return may[0]
        found = [one for one in may if said and one in self.by_number and _plain(self.by_number[one].name) == said]
        if len(found) == 1:
            return found[0]
        if not may:
            raise _Unclear(f"Nobody is written down who answers for {person.name}. Add a parent or carer first.")
        if not said:
            raise _Unclear(f"More than one answers for {person.name}. Say who signed, in a column “Signed by”.")
        raise _Unclear(f"Who signed does not answer for {person.name}, as far as it is written down.")

    def _day(self, row: Mapping[str, str]) -> str:
        said = row.get("on", "")
        day = any_day(said) if said else self.on.isoformat()
        if day is None or day > self.on.isoformat():
            raise _Unclear(f"“{said[:40]}” is no day that we can take. Write it like 3 September 2026.")
        return day


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def counted(lines: list[Line]) -> list[tuple[str, str]]:
    """How many yes and no for each place, in words."""
    found: dict[str, Any] = {purpose.value: [0, 0] for purpose in Purpose}
    for line in lines:
        for purpose, yes in line.answers.items():
            found[purpose][not yes] += 1
    return [(Purpose(purpose).label, f"{yes} yes, {no} no") for purpose, (yes, no) in found.items() if yes or no]
