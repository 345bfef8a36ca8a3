"""The words of `sharing.yaml`: with whom, how much of the chronology, and for how long a bundle is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from schoolgate.policy.vocabulary import load_yaml


@dataclass(frozen=True, slots=True)
class Word:
    code: str
    label: str
    hint: str = ""


def kinds() -> Mapping[str, Word]:
    """With whom."""
    return _words("kinds")


def chronologies() -> Mapping[str, Word]:
    """How much of the chronology."""
    return _words("chronology")


def keep_days() -> int:
    """Days after which a bundle is destroyed here."""
    return int(_data()["keep_days"])


def largest() -> int:
    """Bytes of evidence that one bundle takes."""
    return int(_data()["largest_mb"]) * 1024 * 1024


@cache
def _words(name: str) -> Mapping[str, Word]:
    return {code: Word(code, said["label"], said["hint"]) for code, said in _data()[name].items()}


@cache
def _data() -> Any:
    return load_yaml(files("schoolgate.casework.evidence.sharing").joinpath("sharing.yaml").read_bytes())
