"""What comes with Schoolgate: topics, numbers and courses, from training.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from schoolgate.policy.worries import helpline

PLACE = re.compile(r"\{(\w+)\}")
"""Where a course names a number or an address."""


@cache
def material() -> Mapping[str, Any]:
    found: dict[str, Any] = yaml.safe_load(files("schoolgate.duties.training").joinpath("training.yaml").read_bytes())
    return found


def number(name: str) -> int:
    """A number of days, months or hundredths."""
    return int(material()[name])


def topics() -> Mapping[str, str]:
    """Each topic of training.topics, and what it is called in a sentence."""
    return {name: str(entry["label"]) for name, entry in material()["topics"].items()}


def safeguarding() -> tuple[str, ...]:
    """The topics on which a child's safety hangs."""
    return tuple(material()["safeguarding"])


def topic_of(words: str) -> str:
    """The topic that the words of a duty are about; the policy where they name none."""
    said = words.casefold()
    found = (name for name, entry in material()["topics"].items() if any(word in said for word in entry["words"]))
    return next(found, "policy")


def included() -> Mapping[str, Mapping[str, Any]]:
    """The courses that come with Schoolgate: title, topics, minutes, sources."""
    return dict(material()["included"])


@cache
def body(name: str) -> str:
    """The Markdown of an included course; '' for the one that is made from the school's policy."""
    file = files("schoolgate.duties.training").joinpath("courses", f"{name}.md")
    if not file.is_file():
        return ""
    says = {key: str(entry["says"]) for key, entry in material()["contacts"].items()}
    says["emergency"] = helpline("emergency").number
    return PLACE.sub(lambda place: says[place[1]], file.read_text("utf-8"))
