"""When people may be written to: in working hours, on days of term, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files

import yaml
from django.utils import timezone

from schoolgate.community.calendar import is_term_day, working_days_from
from schoolgate.community.models import School


@dataclass(frozen=True, slots=True)
class Manners:
    """`reminders.yaml`, in days and times of the school's clock."""

    first_days_before: int
    then_every_days: int
    next_person_after_days: int
    opens: time
    closes: time


@cache
def manners() -> Manners:
    said = yaml.safe_load(files("schoolgate.duties").joinpath("reminders.yaml").read_text("utf-8"))
    opens, closes = (time.fromisoformat(said.pop(name)) for name in ("from", "until"))
    return Manners(**said, opens=opens, closes=closes)


def is_soon(due: date, on: date) -> bool:
    """Whether something that is not late yet is “due soon”: from the day on which the first reminder goes out."""
    return due <= on + timedelta(days=manners().first_days_before)


def next_here(school: School, now: datetime) -> date:
    """The day on which a school's people are there to do something: today while it is open, or its next open day."""
    here = timezone.localtime(now)
    over = here.time() >= manners().closes
    return working_days_from(school, here.date() + timedelta(days=over), 0)


def may_write(school: School, now: datetime) -> bool:
    """Whether a school's people may be written to at this moment."""
    here = timezone.localtime(now)
    return manners().opens <= here.time() < manners().closes and is_term_day(school, here.date())
