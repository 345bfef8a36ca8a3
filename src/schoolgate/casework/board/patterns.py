"""What comes again: over cases of some time, without blame and in no order of worth."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractHour

from schoolgate.casework.board.numbers import Points
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.removals.models import Removal
from schoolgate.casework.removals.routes import networks
from schoolgate.community.words import year_label
from schoolgate.community.years import years

PARTS: tuple[str, ...] = ("affected", "witness", "responsible")
OFTEN = 3
"""In how many cases a pupil is named before it stands there."""
TIMES = (
    (range(6), "At night, before six o’clock"),
    (range(6, 9), "In the morning, from six to nine"),
    (range(9, 16), "From nine in the morning to four"),
    (range(16, 21), "From four to nine in the evening"),
    (range(21, 24), "Late in the evening, after nine"),
)


def named_often(cases: QuerySet[Case]) -> QuerySet[Any]:
    """The pupils who are named in several of the cases, by name: number, name, year group, and in how many cases they
    were affected, saw or heard it, are said to have done it."""
    named = Party.unscoped.filter(case__in=_numbers(cases), kind=Party.Kind.PUPIL, ended_at=None, person__isnull=False)
    grouped = named.order_by("person__name", "person").values_list("person", "person__name", "person__year")
    often = grouped.annotate(many=Count("case", distinct=True)).filter(many__gte=OFTEN)
    parts = {part: Count("case", distinct=True, filter=Q(part=part)) for part in PARTS}
    return often.annotate(**parts).values_list("person", "person__name", "person__year", *PARTS)


def by_year(cases: QuerySet[Case]) -> Points:
    """In how many of the cases a pupil of each year group is named, from the youngest."""
    named = Party.unscoped.filter(case__in=_numbers(cases), ended_at=None).exclude(year="").order_by()
    found = dict(named.values_list("year").annotate(many=Count("case", distinct=True)))
    return [(year_label(year), found[year]) for year in years() if found.get(year)]


def by_site(cases: QuerySet[Case]) -> Points:
    """In how many of the cases we asked for something on each network to be taken down, by the networks' names."""
    asked = Removal.unscoped.filter(case__in=_numbers(cases)).order_by()
    found = dict(asked.values_list("network").annotate(many=Count("case", distinct=True)))
    return sorted((network.label, found[key]) for key, network in networks().items() if found.get(key))


def by_time(cases: QuerySet[Case]) -> Points:
    """At what time of day we were told."""
    hours = cases.order_by().annotate(hour=ExtractHour("at")).values_list("hour").annotate(many=Count("pk"))
    found = Counter(dict(hours))
    return [(words, sum(found[hour] for hour in of)) for of, words in TIMES]


def most(points: Points) -> tuple[str, int, int] | None:
    """Where more than half of all came from, if anywhere: its name, its number, and the number of all."""
    total = sum(many for _, many in points)
    name, many = max(points, key=lambda point: point[1], default=("", 0))
    return (name, many, total) if total >= OFTEN and many * 2 > total else None


def _numbers(cases: QuerySet[Case]) -> QuerySet[Case, Any]:
    return cases.order_by().values("pk")
