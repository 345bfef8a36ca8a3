"""When something has to be done by: the working days of an authority, the school days of a school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from schoolgate.casework.cases.words import data
from schoolgate.community.calendar import last_open_day_before, working_days_from
from schoolgate.community.models import School

SATURDAY = 5


def officer_due(since: datetime) -> datetime:
    """By when the authority's officer is to be told of what came to the school at `since`."""
    rule = data()["officer"]
    day = timezone.localtime(since).date()
    for _ in range(int(rule["working_days"])):
        day = _next_working_day(day)
    return _at(day, rule["ends_at"])


def emergency_ends(since: datetime) -> datetime:
    """Until when a case that is opened in an emergency stays open to whoever opened it."""
    return _at(timezone.localtime(since).date() + timedelta(days=1), data()["emergency"]["ends_at"])


def waits_too_long(school: School) -> datetime:
    """What came before this moment and nobody has looked at has waited more than a school day."""
    return _at(last_open_day_before(school, timezone.localdate()), "00:00")


def out_of_time(school: School, school_days: int) -> datetime:
    """What came before this moment was to be answered within so many school days, and the last of them is over."""
    last = last_open_day_before(school, timezone.localdate(), school_days)
    return _at(last + timedelta(days=1), "00:00")


@dataclass(frozen=True, slots=True)
class ChallengeClock:
    """School days within which an appeal is made (None: at any time), and by when it is answered."""

    within: int | None
    answered: int


def challenge_clock(kind: str) -> ChallengeClock:
    rule = data()["challenges"][kind]
    return ChallengeClock(int(rule["within"]) if "within" in rule else None, int(rule["answered"]))


def challenge_due(school: School, kind: str, received: date) -> date:
    return working_days_from(school, received, challenge_clock(kind).answered)


def _next_working_day(day: date) -> date:
    shut = set(data()["bank_holidays"]["days"])
    day += timedelta(days=1)
    while day.weekday() >= SATURDAY or day.isoformat() in shut:
        day += timedelta(days=1)
    return day


def _at(day: date, clock: str) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))
