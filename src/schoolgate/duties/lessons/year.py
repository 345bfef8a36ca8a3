"""The lessons of a school year: its seasons, Safer Internet Day, and the activities that come with Schoolgate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from schoolgate.community.calendar import school_year

SMALL = "schoolgate.duties.lessons"


@dataclass(frozen=True, slots=True)
class Activity:
    key: str
    title: str
    stages: tuple[str, ...]
    minutes: int
    sheet: str


@dataclass(frozen=True, slots=True)
class Season:
    """Part of a school year: `key` is as "2026-autumn" (the calendar year), first and last day."""

    key: str
    name: str
    first: date
    last: date


@cache
def material() -> Mapping[str, Any]:
    found: dict[str, Any] = yaml.safe_load(files(SMALL).joinpath("lessons.yaml").read_bytes())
    return found


@cache
def activities() -> Mapping[str, Activity]:
    """Every activity with its sheet, in Markdown."""
    return {
        key: Activity(
            key,
            entry["title"],
            tuple(entry["stages"]),
            entry["minutes"],
            files(SMALL).joinpath("activities", f"{key}.md").read_text("utf-8"),
        )
        for key, entry in material()["activities"].items()
    }


def safer_internet_day(year: int) -> date | None:
    """The day in a calendar year; None while nobody has announced it."""
    days: Sequence[date] = [entry["day"] for entry in material()["safer_internet_days"]]
    return next((day for day in days if day.year == year), None)


def seasons(on: date, terms: Sequence[tuple[date, date]] = ()) -> list[Season]:
    """The three seasons of a day's school year; each ends with the last of the school's own terms that ends in it."""
    begun = school_year(on)
    found = []
    for entry in material()["seasons"]:
        first, last = (_day(begun, entry[end]) for end in ("first", "last"))
        inside = [end for _, end in terms if first <= end <= last]
        found.append(Season(f"{first.year}-{entry['name']}", entry["name"], first, max(inside, default=last)))
    return found


def season_of(on: date, terms: Sequence[tuple[date, date]] = ()) -> Season:
    """The season of a day; between two, and in the holidays, the one that comes next or the last of the year."""
    year = seasons(on, terms)
    return next((season for season in year if on <= season.last), year[-1])


def _day(begun: int, written: str) -> date:
    month, day = (int(part) for part in written.split("-"))
    return date(begun if month >= 9 else begun + 1, month, day)
