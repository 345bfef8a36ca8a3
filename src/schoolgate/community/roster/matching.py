"""Whom of the school's people a file means: by key, and where there is none, by what makes them that one person.

Nobody is ever merged with another because of a name: a name counts only where exactly one in the file and one in the
school have it, in the same role and year group, and neither address nor date of birth speaks against it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable

from schoolgate.community.roster.reading.model import PARENT, PUPIL, SHEET, STAFF, Entry, Roster
from schoolgate.community.roster.reading.names import first_of, untitled
from schoolgate.community.roster.reading.problems import Problem
from schoolgate.community.roster.school import Here, SchoolNow
from schoolgate.community.years import years

ORDER = (STAFF, PUPIL, PARENT, "volunteer", "contractor")
Sign = Hashable | None


def match(roster: Roster, now: SchoolNow) -> tuple[dict[str, Here], list[Problem]]:
    """Key in the file -> the person; and a problem for each whom nobody can tell from a namesake."""
    found = {key: now.by_key[key] for key in roster.people if key in now.by_key}
    matching = _Matching(roster, now, found)
    matching.run()
    return found, matching.problems


class _Matching:
    def __init__(self, roster: Roster, now: SchoolNow, found: dict[str, Here]) -> None:
        self.roster, self.now, self.found = roster, now, found
        self.problems: list[Problem] = []
        self.taken = {person.pk for person in found.values()}

    def run(self) -> None:
        entries = [entry for key, entry in self.roster.people.items() if key not in self.found and not entry.gone]
        if not entries or len(self.taken) == len(self.now.people):
            return
        # Where the file has keys, somebody with another key is somebody else.
        loose = [one for one in self.now.people.values() if not one.sourced_id or one.sourced_id.startswith(SHEET)]
        keyed = [entry for entry in entries if entry.keyed]
        bare = [entry for entry in entries if not entry.keyed]
        self.pair(keyed, loose, _address, _addresses)
        sheet = [one for one in loose if one.sourced_id]
        for which, people in ((keyed, sheet), (bare, list(self.now.people.values()))):
            self.pair(which, people, _address, _addresses)
            self.pair(which, people, _born, _was_born)
            people = [one for one in people if one.held]
            self.pair(which, people, _name, _is_called)
            self.pair(which, people, _name, _is_called_a_year_on)
            self.parents(which)
        self.pair(bare, [one for one in self.now.people.values() if one.held], _name, _is_called, alike=True)

    def pair(
        self,
        entries: Iterable[Entry],
        people: Iterable[Here],
        sign: Callable[[Entry], Sign],
        signs: Callable[[Here], Sign],
        *,
        alike: bool = False,
    ) -> None:
        """Match those with one sign where it is one and one. With `alike`, as many as as many are the same people."""
        theirs: dict[Hashable, list[Here]] = defaultdict(list)
        for person in people:
            if person.pk not in self.taken and (mark := signs(person)):
                theirs[mark].append(person)
        if not theirs:
            return
        ours: dict[Hashable, list[Entry]] = defaultdict(list)
        for entry in entries:
            if entry.key not in self.found and (mark := sign(entry)) in theirs:
                ours[mark].append(entry)
        for mark, some in ours.items():
            if len(some) == len(theirs[mark]) and (alike or len(some) == 1):
                for pair in zip(some, theirs[mark], strict=True):
                    self.take(*pair)
            elif alike:
                self.cannot_tell(some)

    def take(self, entry: Entry, person: Here) -> None:
        if not _speaks_against(entry, person) and person.pk not in self.taken:
            self.found[entry.key] = person
            self.taken.add(person.pk)

    def parents(self, entries: list[Entry]) -> None:
        """A parent without an address is known by their name and their child."""
        called: dict[tuple[str, int], list[Here]] = defaultdict(list)
        for adult, child in self.now.links:
            if adult not in self.taken:
                called[_plain(self.now.people[adult].name), child].append(self.now.people[adult])
        if not called:
            return
        children: dict[str, list[int]] = defaultdict(list)
        for adult_key, child_key in self.roster.links:
            if found := self.found.get(child_key):
                children[adult_key].append(found.pk)
        for entry in entries:
            for child_pk in children[entry.key]:
                same = called.get((_plain(entry.name), child_pk), [])
                if len(same) == 1 and entry.key not in self.found:
                    self.take(entry, same[0])

    def cannot_tell(self, entries: list[Entry]) -> None:
        for entry in entries:
            message = (
                f"There is more than one {entry.name} here and we cannot tell which is meant. "
                "Add a column of keys, email addresses or dates of birth."
            )
            self.problems.append(Problem(self.roster.file, entry.line, "same_name", message))


def main_role(roles: Iterable[str]) -> str:
    """What somebody is above all, of the roles that a file can give."""
    return next((role for role in ORDER if role in set(roles)), "")


def _plain(name: str | None) -> str:
    """A name as it is compared: by people and in other files it may have been written with its title."""
    return untitled(name or "").casefold()


def _address(entry: Entry) -> Sign:
    given = first_of(entry.name or "", entry.given)
    return (entry.address, given.casefold()) if entry.address else None


def _addresses(person: Here) -> Sign:
    given = first_of(person.name, person.given_name)
    address = person.email or person.address
    return (address, given.casefold()) if address else None


def _born(entry: Entry) -> Sign:
    return (_plain(entry.name), entry.birth_date) if entry.birth_date else None


def _was_born(person: Here) -> Sign:
    return (_plain(person.name), person.birth_date) if person.birth_date else None


def _name(entry: Entry) -> Sign:
    return (_plain(entry.name), main_role(entry.roles or ()), entry.year or "")


def _is_called(person: Here) -> Sign:
    return (_plain(person.name), main_role(person.roles()), person.year)


def _is_called_a_year_on(person: Here) -> Sign:
    """Every September a pupil's year group is the next."""
    order = list(years())
    place = order.index(person.year) + 1 if person.year in order else len(order)
    return (_plain(person.name), main_role(person.roles()), order[place]) if place < len(order) else None


def _speaks_against(entry: Entry, person: Here) -> bool:
    written = {person.address, person.email} - {""}
    return bool(
        (entry.birth_date and person.birth_date and entry.birth_date != person.birth_date)
        or (entry.address and written and entry.address not in written)
    )
