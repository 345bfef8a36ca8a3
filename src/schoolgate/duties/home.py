"""What people owe, on their home pages; who is late, on the head's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.models import FamilyLink, Person
from schoolgate.community.own_record import Entry
from schoolgate.community.powers import SIGNED_IN, holds
from schoolgate.community.today import DUE_SOON, OVERDUE, RECORDS, TO_DO, MenuItem, Task
from schoolgate.duties.actions.letting_off import reason
from schoolgate.duties.counting import late_people_of, people_late
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import address, address_for_parent, is_early
from schoolgate.duties.quiet import is_soon
from schoolgate.duties.reaching import with_ways

WING = RECORDS
MENU = [
    MenuItem("Who has not", "duties", "duties.count", "See what the policy asks, and who has still to do it"),
    MenuItem("My record", "own_record", SIGNED_IN, "See what you have signed, learned and declared", aside=True),
]
SHOWN = 12


def tasks(person: Person) -> Iterator[Task]:
    """What this person owes by now, the soonest first; what their children do, where they may do it for them."""
    today = timezone.localdate()
    owed = list(islice((duty for duty in owed_by(person) if not is_early(duty, today)), SHOWN + 1))
    for duty in owed[:SHOWN]:
        yield Task(duty.what, address(duty), note(duty), status(duty), duty.due)
    if len(owed) > SHOWN:
        yield Task("See what else you have to do", reverse("own_record"), "The rest stands in your record.")
    yield from _for_children(person)
    yield from _who_is_late(person)


def owed_by(person: Person) -> QuerySet[Duty]:
    """What somebody owes, the soonest first."""
    owed = Duty.objects.of(person.school).filter(person=person, state=Duty.State.OWED)
    return owed.select_related("school", "asked_by").order_by("due", "pk")


def record(person: Person) -> Iterator[Entry]:
    """What they were let off, and why."""
    let_off = Duty.objects.of(person.school).filter(person=person, state=Duty.State.LET_OFF, ended_at__isnull=False)
    for duty in let_off:
        if duty.ended_at:
            yield Entry(timezone.localdate(duty.ended_at), "Let off", f"{duty.what}: {reason(duty)}", duty.clause)


def hint(duty: Duty) -> str:
    """By when, and because of what."""
    by = f"By {duty.due:%-d %B %Y}."
    if not duty.clause:
        return by
    return f"{by} Because of {duty.clause if ' ' in duty.clause else f'clause {duty.clause}'}."


def note(duty: Duty) -> str:
    """Who asked for it by hand, if somebody did, and the hint."""
    if not duty.asked_by or not duty.asked_at:
        return hint(duty)
    return f"{duty.asked_by.name} asked you on {timezone.localtime(duty.asked_at):%-d %B}. {hint(duty)}"


def status(duty: Duty) -> str:
    today = timezone.localdate()
    if duty.due < today:
        return OVERDUE
    return DUE_SOON if is_soon(duty.due, today) else TO_DO


def _for_children(person: Person) -> Iterator[Task]:
    links = FamilyLink.objects.of(person.school).filter(adult=person, kind=FamilyLink.Kind.PARENT)
    owed = Duty.objects.of(person.school).filter(person__in=links.values("child"), state=Duty.State.OWED)
    rows = with_ways(owed).order_by("due", "pk")
    theirs = ((duty, path) for duty in rows if (path := address_for_parent(duty)))
    for duty, path in islice(theirs, SHOWN):
        yield Task(f"{duty.what}, for {duty.person.name}", path, note(duty), status(duty), duty.due)


def _who_is_late(person: Person) -> Iterator[Task]:
    today = timezone.localdate()
    if holds(person, "duties.see_all"):
        if number := people_late(person.school, today):
            who = "One person is late" if number == 1 else f"{number} people are late"
            yield Task("See who is late", reverse("duties"), f"{who} with what the school asks of them.", OVERDUE)
    elif late_people_of(person, today).exists():
        hint = "People you manage, or pupils in your classes."
        yield Task("See who is late among your people", reverse("my_people"), hint, OVERDUE)
