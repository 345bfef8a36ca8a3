"""What comes with Schoolgate about moderation: `moderation.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from schoolgate.policy.vocabulary import load_yaml


class Ground(NamedTuple):
    """Why a comment may be hidden. `deleted`: it may be deleted for it; `never`: it stays, whoever asks."""

    label: str
    rule: str
    deleted: bool
    never: bool


class As(NamedTuple):
    """What a comment is raised as. `alone`: it goes no other way; `nude`: nothing of it is kept but words."""

    label: str
    hint: str
    kinds: tuple[str, ...]
    alone: bool
    nude: bool


@cache
def grounds() -> Mapping[str, Ground]:
    return {
        code: Ground(said["label"], said.get("rule", ""), said.get("deleted") == "yes", said.get("never") == "yes")
        for code, said in _data()["grounds"].items()
    }


@cache
def raised() -> Mapping[str, As]:
    return {
        code: As(
            said["label"],
            said.get("hint", ""),
            tuple(said["kinds"]),
            said.get("alone") == "yes",
            said.get("nude") == "yes",
        )
        for code, said in _data()["raised"].items()
    }


def places(network: str) -> Mapping[str, str]:
    """Where people write on an account of a network: code and words."""
    known = _data()["places"]
    return {code: _data()["place_words"][code] for code in known.get(network, known["other"])}


def number(name: str) -> int:
    return int(_data()[name])


@cache
def _data() -> Any:
    return load_yaml(files("schoolgate.publishing.moderation").joinpath("moderation.yaml").read_bytes())
