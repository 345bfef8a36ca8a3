"""What stays undone is told to the next person: the line manager or class teacher, the head, the chair."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
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
    last = today - timedelta(days=manners().next_person_after_days)
    with transaction.atomic():
        School.objects.select_for_update(no_key=True).get(pk=school.pk)
        late = Duty.objects.of(school).filter(state=Duty.State.OWED, due__lte=last, climbed_at__isnull=True)
        duties = list(late.select_related("person__manager").prefetch_related("person__holdings"))
        ladder, climbed = Ladder(school, today), list[int]()
        told: dict[Person, set[int]] = {}
        for duty in duties:
            above = ladder.next_after(duty)
            climbed += [duty.pk] if above else []
            for person in above:
                told.setdefault(person, set()).add(duty.person_id)
        if not told:
            return 0
        with by_machine(school) as ledger:
            for person, people in told.items():
                where = "duties" if holds(person, "duties.count") else "my_people"
                tell([person], _words(len(people)), reverse(where))
            for first in range(0, len(climbed), BATCH):
                Duty.objects.of(school).filter(pk__in=climbed[first : first + BATCH]).update(climbed_at=moment)
            ledger.write("duties.climbed", school, told=sorted(person.pk for person in told), duties=len(climbed))
        return len(told)


class Ladder:
    """Who hears next, on a day. What many share is looked up once."""

    def __init__(self, school: School, on: date) -> None:
        self.school, self.on = school, on
        absences = Absence.objects.of(school).filter(first_day__lte=on, last_day__gte=on)
        self.away = set(absences.values_list("person", flat=True))
        self.reach = Reach(school)
        self.named: dict[tuple[str, int | None], list[Person]] = {}
        self.people: dict[int, Person] = {}

    def next_after(self, duty: Duty) -> Sequence[Person]:
        """The line manager or the class's teachers, where there is one here today; else the head, or the chair."""
        person = duty.person
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
