"""Dates as policies write them: a day, a month, a term. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

# The last day of each term that schools in England keep; their dates differ by a few days.
TERM_ENDS = {"spring": (4, 30), "summer": (7, 31), "autumn": (12, 31)}


def last_day(written: str) -> date:
    """The last day that such a date can mean: "2024-11-20", "2024-11", "2024-autumn" or "2024"."""
    year, _, rest = written.partition("-")
    if not rest:
        return date(int(year), 12, 31)
    if rest in TERM_ENDS:
        return date(int(year), *TERM_ENDS[rest])
    month, _, day = rest.partition("-")
    return date(int(year), int(month), int(day) if day else monthrange(int(year), int(month))[1])


def in_words(written: str) -> str:
    """The date as it is read aloud: "20 November 2024", "November 2024", "autumn term 2024"."""
    year, _, rest = written.partition("-")
    if not rest:
        return year
    if rest in TERM_ENDS:
        return f"{rest} term {year}"
    month, _, day = rest.partition("-")
    named = date(int(year), int(month), int(day or 1))
    return f"{named:%-d %B %Y}" if day else f"{named:%B %Y}"


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
