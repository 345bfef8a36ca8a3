"""How posts are sent: `sending.yaml`."""

from __future__ import annotations

import random
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from schoolgate.policy.vocabulary import load_yaml


class Limits(NamedTuple):
    first_wait: int
    longest_wait: int
    tries: int
    poll: int
    processing: int
    look_again: int
    by_hand_hours: int
    down_by_hand_hours: int


@cache
def limits() -> Limits:
    found = load_yaml(files("schoolgate.publishing.posts").joinpath("sending.yaml").read_bytes())
    return Limits(**{name: int(value) for name, value in found.items()})


def wait(tries: int, after: float | None = None, first: int | None = None) -> float:
    """Seconds until the next try, after so many. `after`: what the network asked for, which is never cut short."""
    begin = limits().first_wait if first is None else first
    usual = min(begin * 2.0 ** min(max(tries - 1, 0), 16), float(limits().longest_wait))
    # By chance, so that what failed together does not come back together.
    return max(usual * random.uniform(0.75, 1.25), after or 0.0)  # noqa: S311 (no secret)
