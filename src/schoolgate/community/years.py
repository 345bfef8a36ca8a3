"""Year groups and the key stage of each."""

from __future__ import annotations

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


def stage(year: str) -> str:
    """The key stage of a year group: eyfs, ks1 to ks5; '' for none."""
    return years()[year]["stage"] if year in years() else ""


def years_of(stage: str) -> list[str]:
    """The year groups of a key stage."""
    return [key for key, year in years().items() if year["stage"] == stage]
