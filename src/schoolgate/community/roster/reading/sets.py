"""What the readers of a OneRoster set's tables share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from schoolgate.community.roster.reading.model import Entry, Known, Roster
from schoolgate.community.roster.reading.orgs import Orgs
from schoolgate.community.roster.reading.packing import Package
from schoolgate.community.roster.reading.problems import Problems
from schoolgate.community.roster.reading.tables import ABSENT, BULK, Table

Step = Callable[[str], None]


@dataclass(slots=True)
class OneRosterSet:
    """A set under way: what it is made of, and the roster that it becomes.

    `users` are the keys of all users of the file, of every school in it. `maybe` are parents and relatives whom the
    file does not place at our school: they are ours once a pupil of ours names them. `agents`: (user, line, keys).
    """

    package: Package
    version: str
    modes: dict[str, str]
    on: str
    known: Known
    problems: Problems
    orgs: Orgs
    roster: Roster
    users: set[str] = field(default_factory=set)
    maybe: dict[str, Entry] = field(default_factory=dict)
    agents: list[tuple[str, int, str]] = field(default_factory=list)
    unread: bool = False
    """The table of users could not be read, so nobody can be missed in it."""

    def table(self, name: str) -> Table:
        return Table(self.package, name, self.version, self.modes[name], self.problems)

    def here(self, name: str) -> bool:
        return self.modes.get(name, ABSENT) != ABSENT

    def whole(self, name: str) -> bool:
        return self.modes.get(name) == BULK

    def is_known(self, person: str) -> bool:
        """Whether a person's key is one of the file's, or, where the file holds changes alone, one of the school's."""
        return self.unread or person in self.users or (not self.whole("users") and person in self.known.people)
