"""What stays undone is told to the next person: the line manager or class teacher, the head, the chair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import by_machine
from schoolgate.community.models import Absence, Person, School
from schoolgate.community.notices import tell
from schoolgate.community.powers import holds
from schoolgate.community.roles import Role
from schoolgate.duties.models import Duty
from schoolgate.duties.quiet import manners, may_write
from schoolgate.duties.reaching import Reach
from schoolgate.policy.holders import holders

BATCH = 2000


def climb(school: School, now: datetime | None = None) -> int:
    """Tell the next person of everything that is very late and of which nobody was told. How many were told.

    One notice each, with the number of people and no more: the page behind it has the rest.
    """
    moment = now or timezone.now()
    if not may_write(school, moment):
        return 0
    today = timezone.localdate(moment)
    above = _above(school, today)
    if not above:
        return 0
    with transaction.atomic():
        # Two at once come one after the other, and the second finds what the first has told.
        School.objects.select_for_update(no_key=True).get(pk=school.pk)
        duties = [(pk, person) for pk, person in _untold(school, today).values_list("pk", "person") if person in above]
        told: dict[Person, set[int]] = {}
        for _, late in duties:
            for person in above[late]:
                told.setdefault(person, set()).add(late)
        if told:
            _tell(school, told, [pk for pk, _ in duties], moment)
        return len(told)


def _untold(school: School, today: date) -> QuerySet[Duty]:
    """What is so late that the next person should hear of it, and has not."""
    last = today - timedelta(days=manners().next_person_after_days)
    return Duty.objects.of(school).filter(state=Duty.State.OWED, due__lte=last, climbed_at__isnull=True)


def _above(school: School, today: date) -> dict[int, Sequence[Person]]:
    """By the number of each person who is very late: those who hear of it. Nobody else is in it."""
    late = Person.objects.of(school).filter(pk__in=_untold(school, today).order_by().values("person"))
    ladder = Ladder(school, today)
    found = {one.pk: ladder.next_after(one) for one in late.select_related("manager").prefetch_related("holdings")}
    return {person: above for person, above in found.items() if above}


def _tell(school: School, told: Mapping[Person, set[int]], duties: Sequence[int], moment: datetime) -> None:
    with by_machine(school) as ledger:
        for person, people in told.items():
            where = "duties" if holds(person, "duties.count") else "my_people"
            tell([person], _words(len(people)), reverse(where))
        for first in range(0, len(duties), BATCH):
            Duty.objects.of(school).filter(pk__in=duties[first : first + BATCH]).update(climbed_at=moment)
        ledger.write("duties.climbed", school, told=sorted(person.pk for person in told), duties=len(duties))


class Ladder:
    """Who hears next, on a day. What many share is looked up once."""

    def __init__(self, school: School, on: date) -> None:
        self.school, self.on = school, on
        absences = Absence.objects.of(school).filter(first_day__lte=on, last_day__gte=on)
        self.away = set(absences.values_list("person", flat=True))
        self.reach = Reach(school)
        self.named: dict[tuple[str, int | None], list[Person]] = {}
        self.people: dict[int, Person] = {}

    def next_after(self, person: Person) -> Sequence[Person]:
        """The line manager or the class's teachers, where there is one here today; else the head, or the chair."""
        roles = person.roles(self.on)
        if roles & {Role.HEAD, Role.GOVERNOR}:
            return self._holders("chair", person if roles & {Role.CHAIR} else None)
        manager = person.manager
        above = [manager.pk] if manager else self.reach.teachers.get(person.pk, [])
        here = [p for pk in above if pk not in self.away and (p := self._person(pk)) and p.held(self.on)]
        return here or self._holders("head", person if Role.HEAD in roles else None)

    def _person(self, pk: int) -> Person | None:
        if pk not in self.people:
            staff = Person.objects.of(self.school).prefetch_related("holdings").select_related("account")
            self.people |= {one.pk: one for one in staff.filter(pk=pk)}
        return self.people.get(pk)

    def _holders(self, role: str, besides: Person | None) -> list[Person]:
        place = (role, besides.pk if besides else None)
        if place not in self.named:
            self.named[place] = holders(self.school, [role], besides=[besides] if besides else [], on=self.on)
        return self.named[place]


def _words(number: int) -> str:
    who = "Somebody is" if number == 1 else f"{number} people are"
    return f"{who} very late with what the school asks. See what is missing, and help."
