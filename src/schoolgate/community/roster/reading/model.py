"""A roster as values: what a file says of a school's people, before anybody compares it with what is there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

PARENT, RELATIVE = "parent", "relative"
STAFF, PUPIL = "staff", "pupil"
SHEET = "sheet:"
"""Begins the key of somebody or something that came from a spreadsheet without keys."""


@dataclass(slots=True)
class Entry:
    """One person, as a file tells of them. None: the file does not say, so what is there stays.

    `key` is the school's own; where a spreadsheet has none, it is made up for this file and `keyed` is false.
    `called`: what a contractor is called here, where the file says more than that.
    `roles` are all that the file gives; `more` and `ended` are what a list of changes gives and takes away.
    `year` is a key of years.yaml or ''; `birth_date` an ISO date or ''; `address` in small letters or ''.
    """

    key: str
    line: int
    name: str | None = None
    given: str = ""
    family: str = ""
    address: str | None = None
    year: str | None = None
    birth_date: str | None = None
    roles: frozenset[str] | None = None
    more: frozenset[str] = frozenset()
    ended: frozenset[str] = frozenset()
    gone: bool = False
    keyed: bool = True
    called: str = ""


class TermRow(NamedTuple):
    """A term; the days are ISO dates, the last one included."""

    name: str
    first_day: str
    last_day: str


@dataclass(slots=True)
class Roster:
    """Everything that a file says of one school.

    `whole`: whoever is not in it and has one of the roles that it speaks of has left. `given`: the roles that somebody
    in it has.
    `links`: (adult, child) -> parent or relative. Of a child in `told`, these are all the links.
    `members`: (group, person) -> whether they teach it. `members_whole`: there are no others; of somebody in `placed`,
    these are all the classes that spreadsheets have. `relatives`: the names of those whom we leave out.
    """

    people: dict[str, Entry] = field(default_factory=dict)
    whole: bool = False
    speaks_of: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    links: dict[tuple[str, str], str] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    groups: dict[str, str] = field(default_factory=dict)
    groups_gone: set[str] = field(default_factory=set)
    groups_whole: bool = False
    members: dict[tuple[str, str], bool] = field(default_factory=dict)
    members_gone: set[tuple[str, str]] = field(default_factory=set)
    members_whole: bool = False
    placed: set[str] = field(default_factory=set)
    terms: dict[str, TermRow] = field(default_factory=dict)
    terms_gone: set[str] = field(default_factory=set)
    relatives: list[str] = field(default_factory=list)
    org: str = ""
    file: str = ""


class Known(NamedTuple):
    """The keys that the school has already: a list of changes may speak of them."""

    people: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
