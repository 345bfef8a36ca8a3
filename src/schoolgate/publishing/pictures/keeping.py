"""How long an original is kept: what the policy says, and a year where it says nothing."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from schoolgate.community.models import School
from schoolgate.policy.controls import settings
from schoolgate.policy.models import in_force
from schoolgate.policy.vocabulary import load_yaml

CONTROL = "picture.keep_days"


def destroy_on(school: School, today: date) -> date:
    """The day on which an original that comes today is destroyed."""
    policy = in_force(school, today)
    fixed = settings(policy.clauses_on(today)).get(CONTROL) if policy else None
    days = fixed.value if fixed and isinstance(fixed.value, int) else _usual("keep_days")
    return today + timedelta(days=days)


def wait_days() -> int:
    """How long a file that could not be looked at waits for somebody to decide."""
    return _usual("wait_days")


@cache
def _usual(name: str) -> int:
    said = load_yaml(files("schoolgate.publishing.pictures").joinpath("usual.yaml").read_bytes())
    return int(said[name]["value"])
