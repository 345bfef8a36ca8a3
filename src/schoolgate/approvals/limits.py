"""How long a request waits, and how long an approval lasts at most: the numbers of `settings.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Limits:
    days_to_answer: int
    longest_years: int


@cache
def limits() -> Limits:
    return Limits(**yaml.safe_load(files("schoolgate.approvals").joinpath("settings.yaml").read_text("utf-8")))
