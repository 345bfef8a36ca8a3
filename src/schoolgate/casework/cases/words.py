"""The words of `cases.yaml`: kinds, seriousness, grounds, outcomes and the lines of a chronology."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from schoolgate.policy.vocabulary import load_yaml


@dataclass(frozen=True, slots=True)
class Word:
    """One answer that can be chosen. `tells` is the control that says whom the policy sends it to; `threshold`:
    the threshold for staff conduct has to be thought about; `complaint`: it goes the complaints way."""

    code: str
    label: str
    hint: str = ""
    tells: str = ""
    threshold: bool = False
    complaint: bool = False


def kinds() -> Mapping[str, Word]:
    return _words("kinds")


def seriousness() -> Mapping[str, Word]:
    return _words("seriousness")


def grounds() -> Mapping[str, Word]:
    return _words("grounds")


def outcomes() -> Mapping[str, Word]:
    return _words("outcomes")


def entry_title(kind: str) -> str:
    """How a line of the chronology begins."""
    return str(data()["entries"][kind])


def complaints(codes: Iterable[str]) -> frozenset[str]:
    """Those of these kinds of case that go the complaints way."""
    return frozenset(code for code in codes if code in kinds() and kinds()[code].complaint)


def only_complaint(codes: Collection[str]) -> bool:
    """Whether these kinds of case say that it is a complaint about the school and nothing else."""
    return bool(codes) and complaints(codes) == frozenset(codes)


def labels(codes: Iterable[str], words: Mapping[str, Word]) -> str:
    return ", ".join(words[code].label for code in codes if code in words)


@cache
def data() -> Any:
    """Everything that stands in `cases.yaml`."""
    return load_yaml(files("schoolgate.casework.cases").joinpath("cases.yaml").read_bytes())


@cache
def _words(name: str) -> Mapping[str, Word]:
    return {
        code: Word(
            code,
            said["label"],
            said.get("hint", ""),
            said.get("tells", ""),
            said.get("threshold", "no") == "yes",
            said.get("complaint", "no") == "yes",
        )
        for code, said in data()[name].items()
    }
