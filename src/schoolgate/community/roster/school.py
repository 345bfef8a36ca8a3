"""What a school has already, read once for comparing: plain values, a few queries however many people."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from schoolgate.community.models import FamilyLink, Group, Membership, Person, RoleHolding, School, Term
from schoolgate.community.roles import IMPLIES
from schoolgate.community.roster.reading.model import Known
from schoolgate.community.today import private_parts
from schoolgate.record.models import LedgerEntry

BROUGHT = ("name", "given_name", "family_name", "address", "year", "birth_date", "sourced_id", "left_on")
"""What an import writes of a person, in this order."""


@dataclass(slots=True)
class Here:
    """One of the school's people.

    `held`: each role that runs or is to come -> (holding, its first day). `by_hand`: those of them that people gave.
    """

    pk: int
    name: str
    given_name: str
    family_name: str
    address: str
    year: str
    birth_date: str
    sourced_id: str
    left_on: date | None
    email: str
    held: dict[str, tuple[int, date]] = field(default_factory=dict)
    by_hand: frozenset[str] = frozenset()

    def roles(self) -> set[str]:
        """The roles they have, with those that these bring."""
        return {*self.held, *(IMPLIES[role] for role in self.held if role in IMPLIES)}


class GroupHere(NamedTuple):
    pk: int
    name: str
    sourced_id: str
    ended: bool


@dataclass(slots=True)
class SchoolNow:
    """`links`: (adult, child) -> (link, kind). `members`: (group, person) -> (membership, whether they lead).

    `private`: those who see something that others do not, so that a file does not say where they are written to.
    """

    people: dict[int, Here]
    groups: dict[int, GroupHere]
    links: dict[tuple[int, int], tuple[int, str]]
    members: dict[tuple[int, int], tuple[int, bool]]
    terms: dict[str, tuple[int, str, str, str]]
    by_key: dict[str, Here] = field(default_factory=dict)
    children: dict[int, set[int]] = field(default_factory=dict)
    private: set[int] = field(default_factory=set)


def known(school: School) -> Known:
    """The keys that the school's people and classes have."""
    people = Person.objects.of(school).exclude(sourced_id="").values_list("sourced_id", flat=True)
    groups = Group.objects.of(school).exclude(sourced_id="").values_list("sourced_id", flat=True)
    return Known(frozenset(people), frozenset(groups))


def school_now(school: School, on: date) -> SchoolNow:
    """Everything that an import compares with, in one order: what is worked out twice is the same."""
    columns = ("pk", *BROUGHT, "account__email", "offered_to__email")
    people = {}
    for row in Person.objects.of(school).order_by("pk").values_list(*columns).iterator(chunk_size=5000):
        pk, name, given, family, address, year, born, key, left_on, email, offered = row
        day = born.isoformat() if born else ""
        people[pk] = Here(pk, name, given, family, address, year, day, key, left_on, email or offered or "")
    running = RoleHolding.objects.of(school).filter(Q(to_date__isnull=True) | Q(to_date__gt=on))
    by_hand = _given_by_hand(school)
    for pk, person, role, begins in running.order_by("pk").values_list("pk", "person_id", "role", "from_date"):
        people[person].held[role] = pk, begins
        if pk in by_hand:
            people[person].by_hand |= {role}
    groups = {
        row[0]: GroupHere(row[0], row[1], row[2], row[3] is not None)
        for row in Group.objects.of(school)
        .filter(kind=Group.Kind.CLASS)
        .order_by("pk")
        .values_list("pk", "name", "sourced_id", "ended_on")
    }
    links = {
        (adult, child): (pk, kind)
        for pk, adult, child, kind in FamilyLink.objects.of(school)
        .order_by("pk")
        .values_list("pk", "adult_id", "child_id", "kind")
    }
    members = {
        (group, person): (pk, leads)
        for pk, group, person, leads in Membership.objects.of(school)
        .filter(group__kind=Group.Kind.CLASS)
        .order_by("pk")
        .values_list("pk", "group_id", "person_id", "leads")
    }
    terms = {
        key: (pk, name, first.isoformat(), last.isoformat())
        for pk, key, name, first, last in Term.objects.of(school)
        .exclude(sourced_id="")
        .values_list("pk", "sourced_id", "name", "first_day", "last_day")
    }
    children: dict[int, set[int]] = defaultdict(set)
    for adult, child in links:
        children[adult].add(child)
    by_key = {person.sourced_id: person for person in people.values() if person.sourced_id}
    return SchoolNow(people, groups, links, members, terms, by_key, children, private_parts(school))


def _given_by_hand(school: School) -> set[int]:
    """The holdings that people gave: the ledger names each of them, where an import has one entry for all it gave."""
    entries = LedgerEntry.objects.filter(school=school.pk, verb="role.assigned").values_list("detail", flat=True)
    return {json.loads(detail).get("holding", 0) for detail in entries.iterator()}
