"""The names of a school's people, ready to be looked for."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from schoolgate.community.finding import holding
from schoolgate.community.models import Person, School
from schoolgate.community.names.finder import Finder
from schoolgate.community.names.known import Named
from schoolgate.record.models import LedgerEntry, LedgerHead

CHANGES = ("person.", "role.", "roster.imported", "year.")
"""How the ledger's verbs begin for whatever changes who is on the roll, and what they are called."""


class _Kept(NamedTuple):
    """A finder, the day it is of, and the last entry of the ledger when it was made or last looked at."""

    finder: Finder
    day: date
    number: int
    hash: str


_kept: dict[tuple[int, tuple[str, ...]], _Kept] = {}


def named(person: Person) -> Named:
    """Somebody of the school, by their number."""
    return Named(person.pk, person.name, person.given_name, person.family_name)


def finder_of(school: School, *roles: str) -> Finder:
    """A finder of all who hold one of these roles at a school today; the people it finds are numbers of persons.

    Each process keeps one until the ledger tells of a change to the roll.
    """
    key = (school.pk, tuple(sorted(roles)))
    # Read before the people: what changes in between is looked at again, and never missed.
    number, last = LedgerHead.objects.values_list("count", "hash").get(pk=1)
    kept = _kept.get(key)
    if kept is None or not _holds(kept, school):
        people = holding(school, *roles).only("name", "given_name", "family_name")
        kept = _Kept(Finder(map(named, people)), timezone.localdate(), number, last)
    _kept[key] = kept._replace(number=number, hash=last)
    return kept.finder


def _holds(kept: _Kept, school: School) -> bool:
    """Whether nobody of the school came, went or is called otherwise since.

    An entry's hash stands for all before it, so one look tells that the ledger is the same up to there: what was
    undone is noticed too.
    """
    if kept.day != timezone.localdate():
        return False
    begins = [Q(verb__startswith=verb) for verb in CHANGES]
    since = LedgerEntry.objects.filter(number__gt=kept.number, school=school.pk).filter(reduce(or_, begins))
    same = LedgerEntry.objects.filter(number=kept.number, hash=kept.hash)
    return same.exists() and not since.exists()
