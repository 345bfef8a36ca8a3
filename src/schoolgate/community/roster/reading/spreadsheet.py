"""From a spreadsheet's rows to a roster: one row a person, with up to three parents or carers beside a pupil."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from schoolgate.community.roster.reading.cells import any_day, is_email, tidy
from schoolgate.community.roster.reading.columns import CONTACTS, called_of, everybody_is, guess, plain, role_of
from schoolgate.community.roster.reading.model import PARENT, PUPIL, SHEET, STAFF, Entry, Known, Roster
from schoolgate.community.roster.reading.names import named, untitled
from schoolgate.community.roster.reading.problems import Problems
from schoolgate.community.roster.reading.sheets import Sheet
from schoolgate.community.roster.reading.years import year_of

LONGEST_NAME = 100
LONGEST_KEY = 255


class Matching(NamedTuple):
    """Which column holds what (field -> heading), what people without a role are, and whether the list is complete."""

    columns: dict[str, str]
    role: str = ""
    whole: bool = True


def suggest(sheet: Sheet, before: dict[str, str] | None = None) -> Matching:
    """How the columns of a sheet are to be understood, as far as its headings say."""
    columns = guess(sheet.headings, before)
    return Matching(columns, "" if "role" in columns else everybody_is(columns))


def read_spreadsheet(sheet: Sheet, matching: Matching, *, on: date, known: Known, problems: Problems) -> Roster:
    """The roster of a sheet, right only while there are no problems."""
    return _Reader(sheet, matching, on.isoformat(), known, problems).read()


@dataclass(slots=True)
class _Reader:
    sheet: Sheet
    matching: Matching
    on: str
    known: Known
    problems: Problems
    at: dict[str, int] = field(default_factory=dict)
    roster: Roster = field(default_factory=Roster)
    adults: dict[tuple[str, str], str] = field(default_factory=dict)
    children: list[tuple[str, int, str]] = field(default_factory=list)

    def read(self) -> Roster:
        self.roster = Roster(whole=self.matching.whole, file=self.sheet.file)
        for name, heading in self.matching.columns.items():
            if heading in self.sheet.headings:
                self.at[name] = self.sheet.headings.index(heading)
            elif heading:
                self.wrong(self.sheet.line, "wrong_header", f"There is no column “{heading[:60]}”. Match it again.")
        if not {"name", "given", "family"} & self.at.keys():
            self.wrong(self.sheet.line, "wrong_header", "No column holds names. Match one, or add a heading: Name.")
        if "role" not in self.at and not self.matching.role:
            self.wrong(self.sheet.line, "wrong_header", "No column says what people are. Add one: Role.")
        if not self.problems:
            for line, row in self.sheet.rows:
                self.row(line, row)
            self.find_children()
        self.roster.given = frozenset(role for entry in self.roster.people.values() for role in entry.roles or ())
        self.roster.speaks_of = self.roster.given | ({PARENT} if self.roster.told else set())
        return self.roster

    def wrong(self, line: int, kind: str, message: str) -> None:
        self.problems.add(self.sheet.file, line, kind, message)

    def value(self, row: list[str], name: str) -> str:
        at = self.at.get(name)
        return row[at] if at is not None and at < len(row) else ""

    def row(self, line: int, row: list[str]) -> None:
        key = self.value(row, "key")
        if key in self.roster.people:
            self.wrong(line, "duplicate_id", f"The key {key[:60]} stands in this list more than once.")
            return
        if len(key) > LONGEST_KEY:
            self.wrong(line, "too_long", f"This key is longer than {LONGEST_KEY} letters. Shorten it.")
        written = [word for word in re.split(r"[;,/&]", self.value(row, "role")) if word.strip()]
        called = next(filter(None, map(called_of, written)), "")
        roles = self.roles(line, written)
        entry = Entry(key or f"{SHEET}{line}", line, keyed=bool(key), roles=roles, called=called)
        self.name(entry, *(self.value(row, part) for part in ("name", "given", "family")))
        self.address(entry, self.value(row, "email"), told="email" in self.at)
        if PUPIL in roles or not (roles or "" in map(role_of, written)):
            # Somebody whose role nobody knows may be a pupil: tell all that is wrong with the row at once.
            self.pupil(entry, row)
        elif PARENT in (entry.roles or ()) and "children" in self.at:
            self.children.append((entry.key, line, self.value(row, "children")))
        if "group" in self.at:
            self.place(entry, self.value(row, "group"))
        self.roster.people[entry.key] = entry

    def roles(self, line: int, written: list[str]) -> frozenset[str]:
        found = set()
        for word in written:
            role = role_of(word)
            if role:
                found.add(role)
            elif role == "":
                message = f"People give the role of {word.strip()[:40]}, on the People page. Take this row out."
                self.wrong(line, "unknown_role", message)
            else:
                message = f"“{word.strip()[:40]}” is not a role. Write staff, pupil, parent, volunteer or contractor."
                self.wrong(line, "unknown_role", message)
        if not written and self.matching.role:
            found.add(self.matching.role)
        elif not written:
            self.wrong(line, "unknown_role", "Nothing says what this person is. Write staff, pupil or parent.")
        return frozenset(found)

    def name(self, entry: Entry, full: str, given: str, family: str) -> None:
        entry.name, entry.given, entry.family = named(full, given, family)
        if not entry.name:
            self.wrong(entry.line, "missing_value", "This person has no name. Fill it in, or take the row out.")
        elif max(len(entry.given), len(entry.family), len(entry.name) // 2) > LONGEST_NAME:
            self.wrong(entry.line, "too_long", f"A name here is longer than {LONGEST_NAME} letters. Shorten it.")

    def address(self, entry: Entry, email: str, *, told: bool) -> None:
        if told:
            entry.address = email.lower()
        if email and not is_email(email.lower()):
            message = f"“{email[:60]}” is not an email address. Correct it or leave it out."
            self.wrong(entry.line, "bad_email", message)

    def pupil(self, entry: Entry, row: list[str]) -> None:
        if "year" in self.at:
            entry.year = year_of(self.value(row, "year"))
            if entry.year is None:
                message = f"“{self.value(row, 'year')[:40]}” is not a year group. Write Nursery, R or 1 to 13."
                self.wrong(entry.line, "unknown_year", message)
        if "birth_date" in self.at:
            written = self.value(row, "birth_date")
            entry.birth_date = any_day(written) if written else ""
            if entry.birth_date is None or entry.birth_date > self.on:
                message = f"“{written[:40]}” is not a day somebody was born. Write it like 3/9/2015."
                self.wrong(entry.line, "bad_date", message)
        for number in range(1, CONTACTS + 1):
            full, given, family, email, key = (
                self.value(row, f"contact{number}_{part}") for part in ("name", "given", "family", "email", "key")
            )
            if full or given or family:
                self.contact(entry, number, (full, given, family), email, key)
            elif email:
                message = f"There is an address of parent {number} but no name. Fill in the name."
                self.wrong(entry.line, "missing_value", message)
        if any(name.startswith("contact") for name in self.at):
            self.roster.told.add(entry.key)

    def contact(self, child: Entry, number: int, name: tuple[str, str, str], email: str, key: str) -> None:
        """A parent beside their child. One name with one address, or one key, is one parent of several children."""
        adult = Entry(key or f"{SHEET}{child.line}.{number}", child.line, keyed=bool(key), roles=frozenset({PARENT}))
        self.name(adult, *name)
        self.address(adult, email, told=f"contact{number}_email" in self.at)
        if not key and email:
            adult.key = self.adults.setdefault(((adult.name or "").casefold(), email.lower()), adult.key)
        self.roster.people.setdefault(adult.key, adult)
        self.roster.links[adult.key, child.key] = PARENT

    def place(self, entry: Entry, classes: str) -> None:
        self.roster.placed.add(entry.key)
        for name in re.split(r"[;,]", classes):
            if name.strip():
                group = f"{SHEET}{plain(name) or name.strip()}"[:LONGEST_KEY]
                self.roster.groups.setdefault(group, tidy(name.strip())[:200])
                self.roster.members[group, entry.key] = STAFF in (entry.roles or ())

    def find_children(self) -> None:
        """Whom the rows of parents name: by key, or by a name that one pupil of the list has."""
        by_name = defaultdict(list)
        for key, entry in self.roster.people.items():
            if PUPIL in (entry.roles or ()):
                by_name[(entry.name or "").casefold()].append(key)
        for adult, line, written in self.children:
            names = [tidy(name.strip()) for name in re.split(r"[;,&]", written) if name.strip()]
            if not names:
                self.wrong(line, "parent_without_child", "This parent has no child here. Name the child.")
            for name in names:
                keys = (
                    [name]
                    if name in self.roster.people or name in self.known.people
                    else by_name[untitled(name).casefold()]
                )
                if len(keys) == 1:
                    self.roster.links[adult, keys[0]] = PARENT
                else:
                    why = "is nobody in this list" if not keys else "is more than one pupil in this list"
                    self.wrong(line, "unknown_reference", f"The child {name[:60]} {why}. Use the pupil's key.")
