"""Year groups and the key stage of each."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import TypedDict

import yaml


class Year(TypedDict):
    label: str
    stage: str


@cache
def years() -> dict[str, Year]:
    """Every year group by its key (N, R, 1 to 13), in the order of age."""
    text = files("schoolgate.community").joinpath("years.yaml").read_text("utf-8")
    found: dict[str, Year] = yaml.safe_load(text)["years"]
    return found


@cache
def _last_years() -> dict[str, list[str]]:
    text = files("schoolgate.community").joinpath("years.yaml").read_text("utf-8")
    found: dict[str, list[str]] = yaml.safe_load(text)["last_years"]
    return found


def last_year(phase: str, present: Collection[str]) -> str:
    """The year group that leaves a school of this phase: the first whose next one nobody at the school is in."""
    candidates = _last_years()[phase]
    order = list(years())
    for year in candidates:
        if not set(order[order.index(year) + 1 :]) & set(present):
            return year
    return candidates[-1]


def stage(year: str) -> str:
    """The key stage of a year group: eyfs, ks1 to ks5; '' for none."""
    return years()[year]["stage"] if year in years() else ""
