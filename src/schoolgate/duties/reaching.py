"""Through whom somebody is reached: themselves; for a young pupil, their parents or their class's teachers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q, QuerySet

from schoolgate.community.models import FamilyLink, Membership, Person, School
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import address_for_parent


class Route(NamedTuple):
    """Those to speak to, by their numbers, and as what: "self", "parent" or "teacher"; "" and nobody for no way."""

    through: str
    people: Sequence[int]


class Reach:
    """Whom to speak to about what people owe. Two queries, however many duties."""

    def __init__(self, school: School) -> None:
        self.school = school

    def route(self, duty: Duty) -> Route:
        """Whom to speak to about a duty, read `with_ways`."""
        pupil = duty.person_id
        if reachable(duty.person):
            return Route("self", (pupil,))
        if pupil in self.parents and address_for_parent(duty):
            return Route("parent", self.parents[pupil])
        return Route("teacher", self.teachers[pupil]) if self.teachers.get(pupil) else Route("", ())

    @cached_property
    def parents(self) -> Mapping[int, list[int]]:
        """Child -> those who answer for them and can be reached themselves."""
        links = FamilyLink.objects.of(self.school).filter(kind=FamilyLink.Kind.PARENT, adult__left_on__isnull=True)
        return _gathered(links.filter(can_be_reached("adult__")).values_list("child", "adult"))

    @cached_property
    def teachers(self) -> Mapping[int, list[int]]:
        """Pupil -> those who lead a class of theirs and can be reached themselves."""
        members = Membership.objects.of(self.school).filter(group__kind="class", group__ended_on__isnull=True)
        led = members.filter(can_be_reached("person__"), leads=True)
        leads = _gathered(led.values_list("group", "person"))
        found: dict[int, list[int]] = {}
        for pupil, group in members.filter(leads=False).values_list("person", "group"):
            found.setdefault(pupil, []).extend(leads.get(group, ()))
        return found


def with_ways(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    """Duties, each read with all that saying where it is done needs: no row asks the database again."""
    return duties.select_related("person", "school", "version", "asked_by").defer("version__pack", "version__read")


def reachable(person: Person) -> bool:
    """Whether somebody signs in or has an address of their own."""
    return bool(person.account_id or person.offered_to_id or person.address)


def can_be_reached(which: str = "") -> Q:
    """The same as a condition of a query; `which` leads to the person, as "adult__" does."""
    names = ("account__isnull", "offered_to__isnull", "address")
    account, offered, address = (which + name for name in names)
    return ~Q(**{account: True, offered: True, address: ""})


def _gathered(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
