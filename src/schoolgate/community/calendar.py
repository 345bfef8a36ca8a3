"""Which days a school is open: weekdays in its terms. Nobody is chased on the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from schoolgate.community.models import School, Term

Days = Sequence[tuple[date, date]]
"""Terms by their first and last days."""

SEPTEMBER, SATURDAY = 9, 5


def is_term_day(school: School, day: date) -> bool:
    """Whether the school is open on a day. In a school year that has no terms written down: any weekday."""
    return is_open(_terms(school), day)


def working_days_from(school: School, day: date, days: int) -> date:
    """The day that many open days after a day; with 0, the day itself or the first open one after it.

    Raises ValueError for fewer than none.
    """
    if days < 0:
        raise ValueError("Days are counted forward.")
    terms = _terms(school)
    while not is_open(terms, day):
        day += timedelta(days=1)
    for _ in range(days):
        day += timedelta(days=1)
        while not is_open(terms, day):
            day += timedelta(days=1)
    return day


def last_open_day_before(school: School, day: date, back: int = 0) -> date:
    """The last day before a day on which the school was open; `back`: that many open days before it.

    What came later than that has not waited `back` open days before the day.
    """
    terms = _terms(school)
    for _ in range(back + 1):
        day -= timedelta(days=1)
        while not is_open(terms, day):
            day -= timedelta(days=1)
    return day


def term_began(school: School, day: date) -> date:
    """The first day of the term that a day is in, or of the one before it; of the school year if none is known."""
    year = date(school_year(day), SEPTEMBER, 1)
    begun = Term.objects.of(school).filter(first_day__range=(year, day)).order_by("-first_day")
    return begun.values_list("first_day", flat=True).first() or year


def is_open(terms: Days, day: date) -> bool:
    """Whether a day is a weekday of one of these terms. In a school year that has none of them: any weekday."""
    if day.weekday() >= SATURDAY:
        return False
    year = school_year(day)
    known = any(school_year(first) == year or school_year(last) == year for first, last in terms)
    return not known or any(first <= day <= last for first, last in terms)


def school_year(day: date) -> int:
    """The year in which the school year of a day began, in September."""
    return day.year if day.month >= SEPTEMBER else day.year - 1


def _terms(school: School) -> Days:
    return list(Term.objects.of(school).values_list("first_day", "last_day"))
