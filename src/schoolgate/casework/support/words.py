"""The words and numbers of `support.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from schoolgate.community.models import Person
from schoolgate.community.roles import Role
from schoolgate.policy.vocabulary import load_yaml
from schoolgate.policy.worries import Helpline, helpline


def rhythms() -> Mapping[int, str]:
    """How often there can be a check-in: days -> words."""
    return {int(days): str(words) for days, words in _data()["rhythms"].items()}


def number(name: str) -> int:
    """One of the numbers: `usual`, `first_after`, `offered_within`, `early_days`."""
    return int(_data()[name])


def helplines(person: Person, *, now: bool = False) -> list[Helpline]:
    """Whom somebody may call, by what they are; `now`: whom to call at once."""
    held = person.roles()
    kind = Role.PUPIL.value if Role.PUPIL in held else Role.STAFF.value if Role.STAFF in held else "other"
    return [helpline(name) for name in _data()["helplines"][kind]["now" if now else "names"]]


@cache
def _data() -> Any:
    return load_yaml(files("schoolgate.casework.support").joinpath("support.yaml").read_bytes())
