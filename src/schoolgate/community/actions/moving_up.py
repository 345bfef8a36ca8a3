"""Everybody moves up a year, in a school that keeps its own list; the oldest leave."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.utils import timezone

from schoolgate.community.actions.people import leave_together
from schoolgate.community.actions.roles import stop
from schoolgate.community.change import Change, Refused, change
from schoolgate.community.finding import holding
from schoolgate.community.models import FamilyLink, Group, Membership, Person, School
from schoolgate.community.roles import Role
from schoolgate.community.years import last_year, years

IMPORTED = (
    "Your pupils come from your records system. Import the new school year’s roster instead: it moves everybody up."
)


@dataclass(frozen=True, slots=True)
class Move:
    """The pupils of one year group; `to` is the next one, '' for those who leave."""

    year: str
    to: str
    pupils: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What moving up would do now. `parents` have no other child here. The stamp changes with any of it."""

    moves: tuple[Move, ...]
    parents: tuple[int, ...]
    stamp: str


def plan(school: School) -> Plan:
    """What moving everybody up would do. Raises Refused where a roster import does it."""
    pupils = holding(school, Role.PUPIL).order_by("pk")
    if pupils.exclude(sourced_id="").exists():
        raise Refused(IMPORTED)
    by_year: dict[str, list[int]] = {}
    for pk, year in pupils.values_list("pk", "year"):
        by_year.setdefault(year, []).append(pk)
    order = list(years())
    last = last_year(school.phase, by_year)
    moves = tuple(
        Move(year, "" if year == last or year == order[-1] else order[order.index(year) + 1], tuple(by_year[year]))
        for year in order
        if year in by_year
    )
    going = {pk for move in moves if not move.to for pk in move.pupils}
    parents = _without_children(school, going)
    return Plan(moves, parents, hashlib.sha256(repr((moves, parents)).encode()).hexdigest())


def move_up(by: Person, school: School, stamp: str, *, empty_classes: bool = False) -> Plan:
    """Do what the plan of that stamp says. Raises Refused when things have changed since it was looked at."""
    with change(by, "year.move", school) as ledger:
        School.objects.select_for_update().get(pk=school.pk)
        found = plan(school)
        if not found.moves:
            raise Refused("No pupil has a year group, so there is nobody to move up.")
        if found.stamp != stamp:
            raise Refused("The year groups have changed since you looked. Look again before you go on.")
        # The oldest first, so that nobody moves twice.
        for move in reversed(found.moves):
            if move.to:
                pupils = holding(school, Role.PUPIL).filter(year=move.year)
                Person.objects.of(school).filter(pk__in=pupils.values("pk")).update(year=move.to)
            else:
                _end(ledger, move.pupils, Role.PUPIL)
        _end(ledger, found.parents, Role.PARENT)
        if empty_classes:
            _empty_classes(ledger)
        moved = sum(len(move.pupils) for move in found.moves if move.to)
        left = [pupil for move in found.moves if not move.to for pupil in move.pupils]
        ledger.write("year.moved_up", school, moved=moved, left=[*left], parents=[*found.parents])
    return found


def _pupils(school: School) -> list[int]:
    return list(holding(school, Role.PUPIL).values_list("pk", flat=True))


def _without_children(school: School, going: set[int]) -> tuple[int, ...]:
    """Parents all of whose children are among those who go."""
    staying: set[int] = set()
    leaving: set[int] = set()
    here = set(_pupils(school)) - going
    links = FamilyLink.objects.of(school).filter(kind=FamilyLink.Kind.PARENT)
    for adult, child in links.values_list("adult", "child"):
        if child in going:
            leaving.add(adult)
        elif child in here:
            staying.add(adult)
    parents = set(holding(school, Role.PARENT).values_list("pk", flat=True))
    return tuple(sorted((leaving - staying) & parents))


def _end(ledger: Change, people: tuple[int, ...], role: Role) -> None:
    """End a role of many, who leave unless they are something else here too."""
    found = Person.objects.of(ledger.school).filter(pk__in=people).prefetch_related("holdings")
    more = [person for person in found if person.roles() != {role}]
    for person in more:
        for held in person.holdings.all():
            if held.role == role and held.runs(timezone.localdate()):
                stop(ledger, held)
    leave_together(ledger, set(people) - {person.pk for person in more})


def _empty_classes(ledger: Change) -> None:
    running = Membership.objects.of(ledger.school).filter(
        group__kind=Group.Kind.CLASS, group__ended_on=None, leads=False
    )
    pupils = running.count()
    running.delete()
    ledger.write("class.all_emptied", ledger.school, pupils=pupils)
