"""What comes with Schoolgate about consents: the words of each purpose, and from which age one says for oneself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml


class Meaning(NamedTuple):
    """What a yes for one purpose means, and who would see the pictures; one sentence each."""

    means: str
    seen: str


@cache
def data() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(
        files("schoolgate.publishing.consents").joinpath("consents.yaml").read_text("utf-8")
    )
    return found


@cache
def meanings() -> Mapping[str, Meaning]:
    """Each purpose's words, by its name."""
    return {name: Meaning(**words) for name, words in data()["purposes"].items()}
