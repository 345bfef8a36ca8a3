"""What bringing a roster in would change, worked out without changing anything."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from schoolgate.community.actions.addresses import guarded
from schoolgate.community.called import may_be_one
from schoolgate.community.roles import Role
from schoolgate.community.roster.matching import main_role, match
from schoolgate.community.roster.reading.model import PARENT, PUPIL, RELATIVE, SHEET, STAFF, Entry, Roster
from schoolgate.community.roster.reading.problems import Problem
from schoolgate.community.roster.school import BROUGHT, Here, SchoolNow
from schoolgate.community.years import years

ADDED, CHANGED, LEFT = "added", "changed", "left"
LISTED = 2000
"""Changes of each kind that are kept to be shown."""
GIVES: frozenset[str] = frozenset({Role.STAFF, Role.PUPIL, Role.PARENT, Role.VOLUNTEER, Role.CONTRACTOR})
"""The roles that an import gives and ends. The others are given by people."""
ADDRESS, OWN, NAMESAKE = "address", "own", "namesake"
Ref = int | str
"""A row that is there, by its number; or one that is still to be made, by its key in the file."""


class Shown(NamedTuple):
    """One person's change as the page lists it."""

    kind: str
    name: str
    role: str
    what: str


class Aside(NamedTuple):
    """What a file says and an import leaves to people.

    `why`: ADDRESS of somebody who leads, the importer's OWN, or somebody new of the importer's name (NAMESAKE).
    """

    name: str
    what: str
    why: str


@dataclass(slots=True)
class Plan:
    """Rows to write, table by table, and what of it to show."""

    counts: dict[str, int] = field(default_factory=lambda: {ADDED: 0, CHANGED: 0, LEFT: 0, "unchanged": 0})
    shown: list[Shown] = field(default_factory=list)
    new: list[Entry] = field(default_factory=list)
    updates: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    begins: list[tuple[Ref, str, str]] = field(default_factory=list)
    ends: list[tuple[int, date]] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    links: list[tuple[Ref, Ref, str]] = field(default_factory=list)
    links_to_parent: list[int] = field(default_factory=list)
    links_gone: list[int] = field(default_factory=list)
    groups: list[tuple[str, str]] = field(default_factory=list)
    groups_again: list[tuple[str, int]] = field(default_factory=list)
    groups_ended: list[int] = field(default_factory=list)
    members: list[tuple[Ref, Ref, bool]] = field(default_factory=list)
    members_lead: list[tuple[bool, int]] = field(default_factory=list)
    members_gone: list[int] = field(default_factory=list)
    terms: list[tuple[str, str, str, str]] = field(default_factory=list)
    terms_changed: list[tuple[str, str, str, int]] = field(default_factory=list)
    terms_gone: list[int] = field(default_factory=list)
    readdressed: list[int] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)
    kept: int = 0
    relatives: list[str] = field(default_factory=list)

    def also(self) -> dict[str, int]:
        """How many rows change that are not people's own."""
        return {
            "links": len(self.links),
            "links_changed": len(self.links_to_parent),
            "links_gone": len(self.links_gone),
            "groups": len(self.groups),
            "groups_changed": len(self.groups_again),
            "groups_ended": len(self.groups_ended),
            "terms": len(self.terms) + len(self.terms_changed),
            "terms_gone": len(self.terms_gone),
        }


def make_plan(roster: Roster, now: SchoolNow, on: date, by: int | None = None) -> tuple[Plan, list[Problem]]:
    """The plan, and problems that only show beside what is there. With problems, there is nothing to bring in.

    `by` is the number of the person who brings it in: nobody changes their own roles or family, by a file either.
    """
    found, problems = match(roster, now)
    planner = _Planner(roster, now, on, found, by)
    problems += planner.problems()
    if not problems:
        planner.run()
    return planner.plan, problems


class _Planner:
    def __init__(self, roster: Roster, now: SchoolNow, on: date, found: dict[str, Here], by: int | None) -> None:
        self.roster, self.now, self.on, self.found, self.by = roster, now, on, found, by
        self.plan = Plan()
        self.own: list[str] = []
        """What the file says of the importer's own roles and family."""
        self.words: dict[int, list[str]] = {}
        """What changes, for each person who is there: to be shown."""
        self.gone: set[int] = set()
        self.classes: defaultdict[str, list[str]] = defaultdict(list)
        self.kin: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        """Of whom in the file somebody new is a parent or relative: kind -> names."""
        self.newcomers = {
            key
            for key, entry in roster.people.items()
            if key not in found and not entry.gone and entry.name and (entry.roles or entry.more) & GIVES
        }
        self.namesakes = {key for key in self.newcomers if self._is_namesake(roster.people[key])}
        self.newcomers -= self.namesakes
        self.parents = {adult for (adult, _), kind in roster.links.items() if kind == PARENT}

    def _is_namesake(self, entry: Entry) -> bool:
        """Somebody new of the importer's name may be the importer: nobody makes a second person of themselves."""
        return self.by is not None and may_be_one(entry.name or "", self.now.people[self.by].name)

    def problems(self) -> list[Problem]:
        """Somebody new in a list of changes needs to be told what they are."""
        return [
            Problem(
                "users.csv", entry.line, "missing_role", f"Nothing says what {entry.key[:60]} is. Give them a role."
            )
            for key, entry in self.roster.people.items()
            if key not in self.found and not entry.gone and entry.name and not (entry.roles or entry.more)
        ]

    def run(self) -> None:
        self.groups()
        self.links()
        self.places()
        self.plan.relatives = sorted(self.roster.relatives)[:LISTED]
        for key, entry in self.roster.people.items():
            person = self.found.get(key)
            if person is not None:
                self.compare(entry, person)
            elif key in self.newcomers:
                self.add(entry)
            elif key in self.namesakes:
                said = _roles(sorted((entry.roles or entry.more) & GIVES)), entry.address or ""
                self._aside(entry.name or "", ", ".join(filter(None, said)), NAMESAKE)
        if self.roster.whole:
            self.absent()
        self.members()
        self.terms()
        self.count()

    def ref(self, key: str) -> Ref | None:
        """Who is meant by a key of the file, or by one the school has."""
        person = self.found.get(key) or self.now.by_key.get(key)
        if person:
            return person.pk
        return key if key in self.newcomers else None

    def tell(self, person: Ref, what: str) -> None:
        if isinstance(person, int):
            self.words.setdefault(person, []).append(what)

    def show(self, kind: str, name: str, role: str, what: str) -> None:
        self.plan.counts[kind] += 1
        if self.plan.counts[kind] <= LISTED:
            self.plan.shown.append(Shown(kind, name, role, what))

    # People.

    def add(self, entry: Entry) -> None:
        roles = sorted((entry.roles or entry.more) & GIVES)
        self.plan.new.append(entry)
        self.plan.begins += [(entry.key, role, _called(entry, role)) for role in roles]
        said = ", ".join(_called(entry, role) or str(Role(role).label) for role in roles)
        self.show(ADDED, entry.name or "", said, self._place(entry))

    def _place(self, entry: Entry) -> str:
        """The year group and classes of somebody new, or whose parent they are."""
        parts = [_year(entry.year or ""), *self.classes[entry.key]]
        parts += [f"{_KIN[kind]} {_and(children)}" for kind, children in self.kin[entry.key].items()]
        said = ", ".join(part for part in parts if part)
        return said[:1].upper() + said[1:]

    def compare(self, entry: Entry, person: Here) -> None:
        if entry.gone:
            self.leave(person, GIVES)
            return
        held = person.roles()
        begins = ((entry.more if entry.roles is None else entry.roles) & GIVES) - held
        ends = self._ending(entry, person)
        if person.pk == self.by:
            self.own += [*map(_becomes, sorted(begins)), *map(_ends, sorted(ends))]
            begins, ends = frozenset(), set()
        if ends and not begins and not set(person.held) - ends:
            self.leave(person, ends)
            return
        self._write(entry, person)
        for role in sorted(begins):
            called = _called(entry, role)
            self.plan.begins.append((person.pk, role, called))
            self.tell(person.pk, f"becomes {called}" if called else _becomes(role))
        if begins and Role.LEAVER in person.held:
            ends.add(Role.LEAVER)
        self._end(person, ends)

    def _ending(self, entry: Entry, person: Here) -> set[str]:
        """The roles that the file takes from somebody it lists: of those that imports gave, never those people gave.

        A parent stays one while a child here is theirs.
        """
        if entry.roles is None:
            ends = set(entry.ended)
        else:
            told = GIVES if self.roster.org and not self.roster.whole else self.roster.speaks_of
            ends = set(told) - entry.roles - person.by_hand
        if PARENT in ends and (entry.key in self.parents or self._has_child(person)):
            ends.discard(PARENT)
        return ends & set(person.held)

    def _has_child(self, person: Here) -> bool:
        return any(
            PUPIL in self.now.people[child].held and self.now.links[person.pk, child][1] == PARENT
            for child in self.now.children.get(person.pk, ())
        )

    def _write(self, entry: Entry, person: Here) -> None:
        """The person's own row."""
        before = tuple(getattr(person, name) for name in BROUGHT)
        name, given, family = (
            (person.name, person.given_name, person.family_name)
            if entry.name is None
            else (entry.name, entry.given, entry.family)
        )
        if person.pk == self.by and name != person.name:
            self.own.append(_change("name", person.name, name))
            name, given, family = person.name, person.given_name, person.family_name
        address = person.address if entry.address is None else self._address(entry.address, person)
        year = person.year if entry.year is None else entry.year
        born = person.birth_date if entry.birth_date is None else entry.birth_date
        loose = not person.sourced_id or person.sourced_id.startswith(SHEET)
        key = entry.key if entry.keyed and loose else person.sourced_id
        after = (name, given, family, address, year, born, key, None)
        if after == before:
            return
        self.plan.updates[person.pk] = after
        if address != person.address:
            self.plan.readdressed.append(person.pk)
        for label, old, new in zip(_LABELS, before, after, strict=True):
            if old != new and label:
                self.tell(person.pk, _change(label, old, new))
        if not self.words.get(person.pk):
            self.tell(person.pk, "details of the name" if after[:3] != before[:3] else "the school's key")

    def _address(self, written: str, person: Here) -> str:
        """Where the school writes to somebody from now on. The link that makes a sign-in goes there."""
        if written == person.address or not (guarded(person.held) or person.pk in self.now.private):
            return written
        if written not in ("", person.email):
            self._aside(person.name, _change("address", person.address, written), ADDRESS)
        return person.address

    def _aside(self, name: str, what: str, why: str) -> None:
        if len(self.plan.aside) < LISTED:
            self.plan.aside.append(Aside(name, what, why))

    def _end(self, person: Here, roles: set[str]) -> None:
        for role in sorted(roles):
            self.plan.ends.append(person.held[role])
            if role != Role.LEAVER:
                self.tell(person.pk, _ends(role))

    def absent(self) -> None:
        """Whom an import once brought and the whole list no longer has. People added by hand are not touched."""
        meant = {person.pk for person in self.found.values()}
        for person in self.now.people.values():
            # Those whom only spreadsheets have are not missed by a set that has nobody like them.
            from_sheet = self.roster.org and person.sourced_id.startswith(SHEET)
            told = (self.roster.given if from_sheet else self.roster.speaks_of) & GIVES
            if person.pk not in meant and person.sourced_id and told & person.roles():
                self.leave(person, told)

    def leave(self, person: Here, told: frozenset[str] | set[str]) -> None:
        """End the roles told; who has no other is a leaver.

        Of somebody who has roles by an import and by people, the latter stay: a parent whose child has left may still
        serve lunch. The roles that only people give are never ended here.
        """
        ends = set(person.held) & told
        ends = ends - person.by_hand or ends
        others = set(person.held) - ends - {Role.LEAVER}
        if others:
            self.plan.kept += 1
        if person.pk == self.by:
            self.own += map(_ends, sorted(ends))
            return
        self._end(person, ends)
        if not others and ends:
            if STAFF in ends and Role.LEAVER not in person.held:
                self.plan.begins.append((person.pk, Role.LEAVER, ""))
            self.plan.left.append(person.pk)
            self.gone.add(person.pk)
            self.show(LEFT, person.name, _roles([main_role(ends)]), _year(person.year))

    # Families, classes, terms.

    def links(self) -> None:
        wanted: set[tuple[Ref, Ref]] = set()
        for (adult_key, child_key), said in self.roster.links.items():
            adult, child = self.ref(adult_key), self.ref(child_key)
            if adult is None or child is None or adult == child:
                continue
            kind = said or (PARENT if isinstance(adult, int) and PARENT in self.now.people[adult].held else RELATIVE)
            pair = adult, child
            if pair in wanted:
                continue
            wanted.add(pair)
            there = self.now.links.get((adult, child)) if isinstance(adult, int) and isinstance(child, int) else None
            if self.by in pair:
                if there is None or (there[1], kind) == (RELATIVE, PARENT):
                    self.own.append(f"{_KIN[kind]} {self._name(child)}")
            elif there is None:
                self.plan.links.append((adult, child, kind))
                self.tell(child, "a parent or carer is added")
            elif there[1] == RELATIVE and kind == PARENT:
                self.plan.links_to_parent.append(there[0])
                self.tell(child, "a relative is now a parent or carer")
        told = {self.ref(key) for key in self.roster.told}
        for (adult, child), (pk, kind) in self.now.links.items():
            # What staff have declared, and what people entered by hand, is not the file's to take away.
            by_hand = kind != PARENT or not self.now.people[adult].sourced_id or STAFF in self.now.people[adult].roles()
            if child not in told or (adult, child) in wanted or by_hand:
                continue
            if self.by in (adult, child):
                self.own.append(f"no longer {_KIN[kind]} {self._name(child)}")
            else:
                self.plan.links_gone.append(pk)
                self.tell(child, "a parent or carer is taken off")

    def places(self) -> None:
        """The classes of everybody in the file, and whose parents and relatives those are who are new."""
        for group, key in self.roster.members:
            if group in self.group_of:
                self.classes[key].append(self._group_name(self.group_of[group]))
        for adult, child, kind in self.plan.links:
            if isinstance(adult, str):
                self.kin[adult].setdefault(kind, []).append(self._name(child))

    def _name(self, ref: Ref) -> str:
        return self.now.people[ref].name if isinstance(ref, int) else self.roster.people[ref].name or ""

    def groups(self) -> None:
        by_key = {group.sourced_id: group for group in self.now.groups.values() if group.sourced_id}
        by_name = Counter(group.name.casefold() for group in self.now.groups.values() if not group.ended)
        alike = {group.name.casefold(): group for group in self.now.groups.values() if not group.ended}
        self.group_of: dict[str, Ref] = {key: group.pk for key, group in by_key.items()}
        for key, name in self.roster.groups.items():
            there = by_key.get(key)
            if there is None and key.startswith(SHEET) and by_name[name.casefold()] == 1:
                there = alike[name.casefold()]
            self.group_of[key] = there.pk if there else key
            if there is None:
                self.plan.groups.append((key, name))
            elif there.sourced_id == key and (there.name != name or there.ended):
                self.plan.groups_again.append((name, there.pk))
        for key, group in by_key.items():
            absent = self.roster.groups_whole and key not in self.roster.groups and not key.startswith(SHEET)
            if not group.ended and (absent or key in self.roster.groups_gone):
                self.plan.groups_ended.append(group.pk)

    def members(self) -> None:
        now, plan, groups = self.now, self.plan, self.now.groups
        wanted: set[tuple[Ref, Ref]] = set()
        for (group_key, person_key), leads in self.roster.members.items():
            group, person = self.group_of.get(group_key), self.ref(person_key)
            if group is None or person is None or person in self.gone:
                continue
            wanted.add((group, person))
            there = now.members.get((group, person)) if isinstance(group, int) and isinstance(person, int) else None
            if there is None:
                plan.members.append((group, person, leads))
                if isinstance(person, int):
                    self.tell(person, f"joins {self._group_name(group)}")
            elif there[1] != leads:
                plan.members_lead.append((leads, there[0]))
                self.tell(person, f"{'now' if leads else 'no longer'} teaches {self._group_name(group)}")
        out = {(self.group_of.get(group), self.ref(person)) for group, person in self.roster.members_gone}
        placed = {self.ref(key) for key in self.roster.placed}
        for (group, person), (pk, _) in now.members.items():
            key = groups[group].sourced_id
            whole = self.roster.members_whole and key and not key.startswith(SHEET) and now.people[person].sourced_id
            moved = person in placed and key.startswith(SHEET)
            if (group, person) in out or person in self.gone or ((whole or moved) and (group, person) not in wanted):
                plan.members_gone.append(pk)
                self.tell(person, f"leaves {groups[group].name}")

    def _group_name(self, group: Ref) -> str:
        return self.now.groups[group].name if isinstance(group, int) else self.roster.groups[group]

    def terms(self) -> None:
        for key, term in self.roster.terms.items():
            there = self.now.terms.get(key)
            if there is None:
                self.plan.terms.append((key, *term))
            elif there[1:] != tuple(term):
                self.plan.terms_changed.append((*term, there[0]))
        self.plan.terms_gone = [self.now.terms[key][0] for key in self.roster.terms_gone if key in self.now.terms]

    def count(self) -> None:
        if self.by is not None and self.own:
            self._aside(self.now.people[self.by].name, "; ".join(dict.fromkeys(self.own)), OWN)
        for pk, what in self.words.items():
            if pk not in self.gone:
                person = self.now.people[pk]
                self.show(CHANGED, person.name, _roles([main_role(person.roles())]), "; ".join(dict.fromkeys(what)))
        meant = {person.pk for person in self.found.values()}
        self.plan.counts["unchanged"] = len(meant - self.words.keys() - self.gone)


_KIN = {PARENT: "a parent or carer of", RELATIVE: "a relative of"}
_LABELS = ("name", "", "", "address", "year group", "date of birth", "", "comes back")


def _change(label: str, old: Any, new: Any) -> str:
    if label == "comes back":
        return label
    if label == "year group":
        return f"{_year(old) or 'no year group'} → {_year(new) or 'no year group'}"
    return f"{label}: {old or 'none'} → {new or 'none'}"


def _called(entry: Entry, role: str) -> str:
    """What the file calls somebody in this role, where that says more than the role."""
    return entry.called if role == Role.CONTRACTOR else ""


def _becomes(role: str) -> str:
    return f"becomes {Role(role).label}"


def _ends(role: str) -> str:
    return f"is no longer {Role(role).label}"


def _year(year: str) -> str:
    return years()[year]["label"] if year in years() else ""


def _and(names: list[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _roles(roles: list[str]) -> str:
    return ", ".join(str(Role(role).label) for role in roles if role)
