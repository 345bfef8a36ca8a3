"""What stays undone is told to one person after another: the line manager or class teacher, the head, the chair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import by_machine
from schoolgate.community.models import Person, School
from schoolgate.community.notices import tell
from schoolgate.community.powers import holds
from schoolgate.community.roles import Role
from schoolgate.duties.counting import away_on
from schoolgate.duties.models import Duty
from schoolgate.duties.quiet import manners, may_write
from schoolgate.duties.reaching import Reach
from schoolgate.policy.holders import FALLS_TO, holders

Rung = Duty.Rung
BATCH = 2000


def climb(school: School, now: datetime | None = None) -> int:
    """Tell the next person of everything that is very late, and has been quiet long enough. How many were told.

    One notice each, with the number of people and no more: the page behind it has the rest.
    """
    moment = now or timezone.now()
    if not may_write(school, moment):
        return 0
    today = timezone.localdate(moment)
    steps = _steps(school, today)
    if not steps:
        return 0
    with transaction.atomic():
        # Two at once come one after the other, and the second finds what the first has told.
        School.objects.select_for_update(no_key=True).get(pk=school.pk)
        told: dict[Told, set[int]] = {}
        moved: dict[Rung, list[int]] = {}
        for duty, late, rung in _quiet(school, today).values_list("pk", "person", "climbed_to"):
            if step := steps.get((late, rung)):
                moved.setdefault(step.rung, []).append(duty)
                for person in step.people:
                    told.setdefault(Told(person, again=rung > Rung.NOBODY), set()).add(late)
        if told:
            _tell(school, told, moved, moment)
        return len({one.person for one in told})


def _quiet(school: School, today: date) -> QuerySet[Duty]:
    """What is so late that somebody should hear of it, of people who are here; and nobody has heard for so long."""
    last = today - timedelta(days=manners().next_person_after_days)
    unsaid = Q(climbed_at__isnull=True) | Q(climbed_at__date__lte=last)
    owed = Duty.objects.of(school).filter(unsaid, state=Duty.State.OWED, due__lte=last, climbed_to__lt=Rung.CHAIR)
    return owed.exclude(person__in=away_on(school, today).values("person"))


def _steps(school: School, today: date) -> dict[tuple[int, int], Step]:
    """By the number of each person who is very late, and the rung that has heard: who hears next. Nobody else."""
    places = set(_quiet(school, today).order_by().values_list("person", "climbed_to").distinct())
    late = Person.objects.of(school).filter(pk__in=_quiet(school, today).order_by().values("person"))
    people = {one.pk: one for one in late.select_related("manager").prefetch_related("holdings")}
    ladder = Ladder(school, today)
    found = {(pk, rung): ladder.next_after(people[pk], rung) for pk, rung in places if pk in people}
    return {place: step for place, step in found.items() if step}


def _tell(school: School, told: Mapping[Told, set[int]], moved: Mapping[Rung, Sequence[int]], moment: datetime) -> None:
    with by_machine(school) as ledger:
        for one, people in told.items():
            where = "duties" if holds(one.person, "duties.count") else "my_people"
            tell([one.person], _words(len(people), again=one.again), reverse(where))
        for rung, duties in moved.items():
            for first in range(0, len(duties), BATCH):
                some = Duty.objects.of(school).filter(pk__in=duties[first : first + BATCH])
                some.update(climbed_to=rung, climbed_at=moment)
        who, number = sorted({one.person.pk for one in told}), sum(map(len, moved.values()))
        ledger.write("duties.climbed", school, told=who, duties=number)


class Step(NamedTuple):
    """The next rung, and those on it who hear."""

    rung: Rung
    people: Sequence[Person]


class Told(NamedTuple):
    """Somebody who hears of what is late; `again` where others were told before them."""

    person: Person
    again: bool


class Ladder:
    """Who hears next, on a day. What many share is looked up once."""

    def __init__(self, school: School, on: date) -> None:
        self.school, self.on = school, on
        self.away = set(away_on(school, on).values_list("person", flat=True))
        self.reach = Reach(school)
        self.named: dict[tuple[str, int | None], list[Person]] = {}
        self.people: dict[int, Person] = {}

    def next_after(self, person: Person, told: int) -> Step | None:
        """The lowest rung above the one that was told where somebody is here who has not heard; None for no such.

        Nobody hears of their own, nor twice of the same as manager and as head.
        """
        heard = {person.pk}
        for rung, people in self._rungs(person):
            fresh = [one for one in people if one.pk not in heard]
            if rung > told and fresh:
                return Step(rung, fresh)
            heard |= {one.pk for one in people}
        return None

    def _rungs(self, person: Person) -> Iterator[tuple[Rung, Sequence[Person]]]:
        """Those who are here today, rung by rung. The head's and the governors' own is for the chair alone."""
        roles = person.roles(self.on)
        if not roles & {Role.HEAD, Role.GOVERNOR}:
            manager = person.manager
            above = [manager.pk] if manager else self.reach.teachers.get(person.pk, [])
            yield Rung.NEAR, [p for pk in above if pk not in self.away and (p := self._person(pk)) and p.held(self.on)]
            yield Rung.HEAD, self._holders(Role.HEAD)
        yield Rung.CHAIR, self._holders(Role.CHAIR, *FALLS_TO, besides=person if Role.CHAIR in roles else None)

    def _person(self, pk: int) -> Person | None:
        if pk not in self.people:
            staff = Person.objects.of(self.school).prefetch_related("holdings").select_related("account")
            self.people |= {one.pk: one for one in staff.filter(pk=pk)}
        return self.people.get(pk)

    def _holders(self, role: str, *falls_to: str, besides: Person | None = None) -> list[Person]:
        place = (role, besides.pk if besides else None)
        if place not in self.named:
            out = [besides] if besides else []
            self.named[place] = holders(self.school, [role], besides=out, on=self.on, falls_to=falls_to)
        return self.named[place]


def _words(number: int, *, again: bool) -> str:
    who = "Somebody is" if number == 1 else f"{number} people are"
    if again:
        return (
            f"{who} still very late with what the school asks, though others were told before you. "
            "See what is missing, and help."
        )
    return f"{who} very late with what the school asks. See what is missing, and help."
