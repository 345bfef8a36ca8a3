"""Who of a school may be meant by a typed name: so that nobody who is named is taken for a stranger."""

from __future__ import annotations

from django.db.models import Q

from schoolgate.casework.cases.powers import POWERS
from schoolgate.community.accents import like
from schoolgate.community.called import called, like_called, may_be_one
from schoolgate.community.finding import holding
from schoolgate.community.models import Person, School

MOST = 10
SHORTEST = 3


def who_may_be_meant(school: School, typed: str) -> list[Person]:
    """Those with this name, those who could open a case and have one like it, and anybody with a name that may be the
    same: the likest first, ten at most."""
    could_open = holding(school, *POWERS["case.open"]).prefetch_related("holdings")
    found = {person.pk: person for person in called(school, typed)}
    found |= {person.pk: person for person in like_called(could_open, typed)}
    words = [word for word in typed.split() if len(word) >= SHORTEST]
    some = Q(pk__in=[])
    for word in words:
        some |= Q(name__iregex=like(word))
    for person in Person.objects.of(school).filter(some).prefetch_related("holdings")[: MOST * MOST]:
        if may_be_one(person.name, typed):
            found.setdefault(person.pk, person)
    return list(found.values())[:MOST]
