"""Cases in numbers: how many came when, of what kind, which steps were taken, how they ended and how long they took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Case as CaseWhen
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.formats import date_format

from schoolgate.casework.board.narrowing import morning
from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.words import kinds, outcomes
from schoolgate.casework.steps.models import Step
from schoolgate.casework.steps.rungs import rungs

Points = list[tuple[str, int]]
LONGS = (("week", 7, "Within a week"), ("month", 31, "Within a month"), ("term", 92, "Within three months"))
LONGER = ("longer", "Longer")
MOST_WEEKS, MOST_MONTHS = 16, 40
"""How many weeks, and how many months, are still drawn as such; more are drawn as months, or years."""


class Days(models.Func):
    """How many days lie between two moments, whole or not."""

    output_field = models.FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> Any:
        return self.as_sql(compiler, connection, template="(julianday(%(expressions)s))", arg_joiner=") - julianday(")

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> Any:
        template = "(EXTRACT(EPOCH FROM (%(expressions)s)) / 86400)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" - ")


def over_time(cases: QuerySet[Case], first: date, last: date) -> Points:
    """How many came in each week, month or year from the first day to the last, whichever is few enough to draw."""
    starts = _starts(first, last)
    ends = [*starts[1:], last + timedelta(days=1)]
    counted = {
        f"n{n}": Count("pk", filter=Q(at__gte=morning(since), at__lt=morning(until)))
        for n, (since, until) in enumerate(zip(starts, ends, strict=True))
    }
    found = cases.order_by().aggregate(**counted)
    shape = "Y" if _by_year(first, last) else "j M Y" if _by_week(first, last) else "M Y"
    return [(date_format(start, shape), int(found[f"n{n}"])) for n, start in enumerate(starts)]


def by_kind(cases: QuerySet[Case]) -> Points:
    """How many are of each kind, in the order of the kinds. One that is several is counted in each."""
    found = Counter[str]()
    for together, number in cases.order_by().values_list("kinds").annotate(number=Count("pk")):
        for kind in together or [""]:
            found[kind] += number
    named = [(word.label, found[code]) for code, word in kinds().items() if found[code]]
    return [*named, *([("Nobody has looked at it yet", found[""])] if found[""] else [])]


def by_rung(cases: QuerySet[Case]) -> Points:
    """In how many cases each rung of the ladder was taken, as it stands now, the mildest first."""
    later = Step.unscoped.filter(case=OuterRef("case"), rung=OuterRef("rung"), pk__gt=OuterRef("pk"))
    taken = Step.unscoped.filter(case__in=cases.order_by().values("pk"), decision=Step.Decision.TAKEN)
    found = dict(
        taken.exclude(Exists(later)).order_by().values_list("rung").annotate(number=Count("case", distinct=True))
    )
    return [(rung.label, found[code]) for code, rung in rungs().items() if found.get(code)]


def by_outcome(cases: QuerySet[Case]) -> Points:
    """How the closed ones ended."""
    closed = cases.filter(state=Case.State.CLOSED).order_by()
    return _in_order(
        closed.values_list("outcome").annotate(number=Count("pk")), {c: w.label for c, w in outcomes().items()}
    )


def how_long(cases: QuerySet[Case]) -> Points:
    """How long the closed ones took, from when they came."""
    closed = cases.filter(state=Case.State.CLOSED, closed_at__isnull=False).order_by()
    took = closed.annotate(days=Days(F("closed_at"), F("at")))
    whens = [When(days__lte=days, then=Value(code)) for code, days, _ in LONGS]
    counted = took.annotate(long=CaseWhen(*whens, default=Value(LONGER[0]))).values_list("long")
    return _in_order(
        counted.annotate(number=Count("pk")), {**{code: words for code, _, words in LONGS}, LONGER[0]: LONGER[1]}
    )


def _in_order(counted: Iterable[tuple[str, int]], words: Mapping[str, str]) -> Points:
    found = dict(counted)
    return [(label, found[code]) for code, label in words.items() if found.get(code)]


def _by_week(first: date, last: date) -> bool:
    return (last - first).days <= MOST_WEEKS * 7


def _by_year(first: date, last: date) -> bool:
    return (last.year - first.year) * 12 + last.month - first.month > MOST_MONTHS


def _starts(first: date, last: date) -> list[date]:
    """The first day of each week, month or year; of the first of them, the first day that is asked for."""
    if _by_week(first, last):
        return [first + timedelta(days=days) for days in range(0, (last - first).days + 1, 7)]
    if _by_year(first, last):
        return [first, *(date(year, 1, 1) for year in range(first.year + 1, last.year + 1))]
    months = [
        (first.year + n // 12, n % 12 + 1) for n in range(first.month, 12 * (last.year - first.year) + last.month)
    ]
    return [first, *(date(year, month, 1) for year, month in months)]
