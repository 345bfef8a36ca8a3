"""A mail a day at most, that says only how many things wait."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from schoolgate.community.change import by_machine
from schoolgate.community.mail import send
from schoolgate.community.models import Notice, Person, School
from schoolgate.duties.counting import away_on
from schoolgate.duties.models import Digest, Duty
from schoolgate.duties.quiet import manners, may_write
from schoolgate.duties.reaching import Reach, with_ways

BATCH = 100
WORDS = ("", "One thing waits", "Two things wait", "Three things wait", "Four things wait", "Five things wait")


def write_digests(school: School, now: datetime | None = None) -> int:
    """Write to everybody whose reminder or notice is due, unless it is a quiet hour. How many were written to.

    Each hundred commit with the marks that they were written to, so that whoever was is not written to again.
    """
    moment = now or timezone.now()
    if not may_write(school, moment):
        return 0
    today = timezone.localdate(moment)
    wanted = _wanted(school, today)
    people = _not_yet(school, wanted, today)
    written = 0
    for first in range(0, len(people), BATCH):
        written += _write(school, people[first : first + BATCH], wanted, moment)
    return written


def to_be_reminded(school: School, today: date) -> QuerySet[Duty]:
    """What is owed and has reached its time, or was asked for by hand, by people who are not away.

    Its time is a week before, on the day, and every week after.
    """
    rhythm = manners()
    by_hand = Q(asked_at__gte=F("reminded_at"))
    unsaid = Q(reminded_at__isnull=True) & Q(due__lte=today + timedelta(days=rhythm.first_days_before))
    on_the_day = Q(due__lte=today) & Q(reminded_at__date__lt=F("due"))
    again = Q(due__lt=today) & Q(reminded_at__date__lte=today - timedelta(days=rhythm.then_every_days))
    owed = Duty.objects.of(school).filter(unsaid | on_the_day | again | by_hand, state=Duty.State.OWED)
    return owed.exclude(person__in=away_on(school, today).values("person"))


def _wanted(school: School, today: date) -> dict[int, list[int]]:
    """Who is to be written to, and about which duties. None of them where only a notice waits."""
    reach, found = Reach(school), dict[int, list[int]]()
    for duty in with_ways(to_be_reminded(school, today)):
        for person in reach.route(duty).people:
            found.setdefault(person, []).append(duty.pk)
    for person in _unmailed(school).values_list("person", flat=True).distinct():
        found.setdefault(person, [])
    return found


def _unmailed(school: School) -> QuerySet[Notice]:
    return Notice.objects.of(school).filter(seen_at__isnull=True, mailed_at__isnull=True).order_by()


def _not_yet(school: School, wanted: Iterable[int], today: date) -> list[int]:
    """Those who were not written to today and are not away."""
    away = away_on(school, today)
    had = Digest.objects.of(school).filter(on__gte=today)
    left_out = {*away.values_list("person", flat=True), *had.values_list("person", flat=True)}
    return sorted(set(wanted) - left_out)


def _write(school: School, people: Sequence[int], wanted: dict[int, list[int]], moment: datetime) -> int:
    today = timezone.localdate(moment)
    with transaction.atomic():
        # Two at once come one after the other, and the second finds what the first has done.
        School.objects.select_for_update(no_key=True).get(pk=school.pk)
        written = [
            person
            for person in Person.objects.of(school)
            .filter(pk__in=_not_yet(school, people, today), left_on__isnull=True)
            .select_related("account", "offered_to")
            if person.write_to()
        ]
        if not written:
            return 0
        numbers = [person.pk for person in written]
        waits = _how_many(school, numbers, wanted)
        with by_machine(school) as ledger:
            for person in written:
                send(person, f"{_in_words(waits[person.pk])} for you at school", "/")
            _mark(school, numbers, [duty for person in numbers for duty in wanted[person]], moment)
            ledger.write("duties.written", school, people=len(written))
        return len(written)


def _how_many(school: School, people: Sequence[int], wanted: dict[int, list[int]]) -> dict[int, int]:
    """How much stands on each person's home page: what they owe, what they are asked for others, and notices."""
    own = Duty.objects.of(school).filter(person__in=people, state=Duty.State.OWED).order_by()
    mine = set(own.values_list("pk", flat=True))
    owed = dict(own.values_list("person").annotate(Count("pk")))
    unseen = Notice.objects.of(school).filter(person__in=people, seen_at__isnull=True).order_by()
    news = dict(unseen.values_list("person").annotate(Count("pk")))
    return {
        person: max(1, owed.get(person, 0) + news.get(person, 0) + bool(set(wanted[person]) - mine))
        for person in people
    }


def _mark(school: School, people: Sequence[int], duties: Sequence[int], moment: datetime) -> None:
    today = timezone.localdate(moment)
    # Whoever asked by hand counted it then: the mail is the same reminder.
    by_hand = Q(asked_at__gte=F("reminded_at"))
    once = Q(reminded_at__isnull=True) | Q(reminded_at__date__lt=today)
    for first in range(0, len(duties), 2000):
        some = Duty.objects.of(school).filter(pk__in=duties[first : first + 2000], state=Duty.State.OWED)
        some.filter(by_hand).update(reminded_at=moment)
        some.filter(once).update(reminders=F("reminders") + 1, reminded_at=moment)
    _unmailed(school).filter(person__in=people).update(mailed_at=moment)
    marks = [Digest(person_id=person, on=today) for person in people]
    Digest.unscoped.bulk_create(marks, update_conflicts=True, unique_fields=["person"], update_fields=["on"])


def _in_words(number: int) -> str:
    return WORDS[number] if number < len(WORDS) else f"{number} things wait"
