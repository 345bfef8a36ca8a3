"""A yes that is over takes down what shows them, the day after its last, as one that is taken back does."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from schoolgate.community.change import by_machine
from schoolgate.community.models import Person, School
from schoolgate.publishing.consents.law import Standing
from schoolgate.publishing.consents.standing import latest, may_be_shown
from schoolgate.publishing.pictures.models import Face
from schoolgate.publishing.takedowns.models import Takedown
from schoolgate.publishing.takedowns.opening import on_the_way_or_out, take_down

ENDED = frozenset({Standing.OVER, Standing.NO, Standing.DISAGREE, Standing.NEVER})
"""Somebody spoke, and it is no yes today. Where nobody ever did, and the policy asks since for more than it did when
it went out, what is out is left to people."""


def end_what_is_over(school: School, on: date) -> int:
    """How many people something was taken down for. It finds too what any other way has missed."""
    ended = _ended(school, on)
    if not ended:
        return 0
    people = {one.pk: one for one in Person.objects.of(school).filter(pk__in=ended).select_related("school")}
    with by_machine(school) as ledger:
        for number, stands in sorted(ended.items()):
            person = people[number]
            never = Standing.NEVER in stands.values()
            take_down(ledger, person, frozenset(stands), [] if never else _spoke(person, stands))
    return len(ended)


def _ended(school: School, on: date) -> dict[int, dict[str, Standing]]:
    """Person -> purpose -> how it stands, of those who may not be shown any more and whom something still shows."""
    there = on_the_way_or_out(school)
    faces: dict[int, set[int]] = defaultdict(set)
    shown = {picture for one in there for picture in one.shown}
    rows = Face.objects.of(school).filter(picture__in=shown).exclude(person=None)
    for picture, person in rows.values_list("picture", "person").distinct():
        faces[picture].add(person)
    begun = set(Takedown.objects.of(school).values_list("person", "delivery"))
    where: dict[int, set[str]] = defaultdict(set)
    for one in there:
        for person in set().union(*(faces[picture] for picture in one.shown)):
            if (person, one.delivery) not in begun:
                where[person].add(one.purpose)
    people = list(Person.objects.of(school).filter(pk__in=where).select_related("school"))
    stands = may_be_shown(people, set().union(*where.values()), on, out=True)
    found: dict[int, dict[str, Standing]] = defaultdict(dict)
    for (number, purpose), standing in stands.items():
        if purpose in where[number] and standing in ENDED:
            found[number][purpose] = standing
    return dict(found)


def _spoke(person: Person, purposes: dict[str, Standing]) -> list[Person]:
    said = latest(person.school, [person], list(purposes)).values()
    return list(Person.objects.of(person.school).filter(pk__in={speaker for by in said for speaker in by}))
