"""What `letters.yaml` says: which letters there are, and what can be put into one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from schoolgate.casework.cases.models import Entry
from schoolgate.policy.vocabulary import load_yaml

LETTERHEAD = "letterhead"
"""What stands at the top of every letter: a wording like the others, that is not a letter itself."""


@dataclass(frozen=True, slots=True)
class Template:
    """A letter that can be written. `to` are the kinds of people it is usually to, the likeliest first.
    `complaint`: only about a case that is one. `paper`: it never goes out as a link."""

    key: str
    label: str
    hint: str
    to: tuple[str, ...]
    file: str
    rests_on: str
    plain: bool
    complaint: bool
    paper: bool


@dataclass(frozen=True, slots=True)
class Field:
    """Something that can stand in a letter. `ask` is the question for it; '' where Schoolgate fills it in."""

    name: str
    label: str
    ask: str
    hint: str
    long: bool


@cache
def _data() -> Any:
    return load_yaml(files("schoolgate.casework.letters").joinpath("letters.yaml").read_bytes())


@cache
def templates() -> Mapping[str, Template]:
    return {
        key: Template(
            key,
            said["label"],
            said["hint"],
            tuple(said["to"]),
            said.get("file", Entry.File.RESPONSE),
            said.get("rests_on", ""),
            said.get("plain", "yes") == "yes",
            said.get("complaint", "no") == "yes",
            said.get("paper", "no") == "yes",
        )
        for key, said in _data()["templates"].items()
    }


@cache
def fields() -> Mapping[str, Field]:
    return {
        name: Field(name, said["label"], said.get("ask", ""), said.get("hint", ""), said.get("long", "no") == "yes")
        for name, said in _data()["fields"].items()
    }


@cache
def labels() -> Mapping[str, str]:
    return {name: field.label for name, field in fields().items()}


def link_days() -> int:
    return int(_data()["link_days"])


def by_days() -> int:
    return int(_data()["by_days"])


@cache
def our_words(key: str) -> str:
    """The words of a letter, or of the letterhead, as Schoolgate brings them."""
    return files("schoolgate.casework.letters").joinpath("templates_md", f"{key}.md").read_text("utf-8").strip()


def wordings() -> Mapping[str, str]:
    """What each wording is called, the letterhead first."""
    return {LETTERHEAD: "The top of every letter", **{key: one.label for key, one in templates().items()}}


def known_fields(key: str) -> list[str]:
    """The fields that can stand in a wording."""
    return ["school"] if key == LETTERHEAD else list(fields())
