"""How often something is owed, from the words of a policy: `rhythms.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from schoolgate.policy.clause import Duty


def months_of(duty: Duty) -> int | None:
    """How many months a duty leaves between two times; None where it names neither a number nor a rhythm."""
    found = duty.every or _rhythms().get(duty.when)
    return int(found) if found else None


def months_in(word: str) -> int:
    """How many months "yearly", "termly" or "regularly" comes to."""
    return int(_rhythms()[word])


@cache
def _rhythms() -> Mapping[str, Any]:
    found: dict[str, Any] = yaml.safe_load(files("schoolgate.duties").joinpath("rhythms.yaml").read_bytes())
    return found
