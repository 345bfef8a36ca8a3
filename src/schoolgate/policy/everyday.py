"""The everyday questions that a policy is tried on. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from schoolgate.policy.vocabulary import load_yaml


@dataclass(frozen=True, slots=True)
class Everyday:
    """A question in the words people use, with the act and the facts it is about."""

    question: str
    act: str
    facts: Mapping[str, str]


@cache
def everyday() -> tuple[Everyday, ...]:
    entries = load_yaml(files("schoolgate.policy").joinpath("everyday.yaml").read_bytes())
    return tuple(Everyday(entry["question"], entry["act"], entry["facts"]) for entry in entries)
