"""What each part of casework gives to the page of a case.

A part says so in its own `casepage.py`, with `sections(person, case)`: its pages about this case, as Sections, for
somebody who may open it; `told(case)`: what somebody told us, each as Told; `hinders(case)`: what still has to be
done before it can be closed, each a Hinder; and `outside(case)`: what whoever told us may know of how far it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import NamedTuple, Self

from django.apps import apps

from schoolgate.casework.cases.models import Case
from schoolgate.community.models import Person


class Section(NamedTuple):
    """A page about the case, with what stands there in a few words, and where something waits a status as of a Task."""

    title: str
    url: str
    hint: str = ""
    status: str = ""


class Told(NamedTuple):
    """What somebody told us, in their words, and the page with all of it."""

    words: str
    url: str


class Hinder(str):
    """A plain sentence that says what has still to be done, and the page where it is done."""

    url: str

    def __new__(cls, words: str, url: str) -> Self:
        made = super().__new__(cls, words)
        made.url = url
        return made


PARTS = ("reports", "steps", "support", "letters", "removals", "evidence", "cases")
"""The parts as they follow each other on the page of a case, by the labels of their apps; others stand after them."""


@cache
def _parts() -> tuple[ModuleType, ...]:
    every = [app for app in apps.get_app_configs() if app.name.startswith("schoolgate.")]
    every.sort(key=lambda app: PARTS.index(app.label) if app.label in PARTS else len(PARTS))
    names = [f"{app.name}.casepage" for app in every]
    return tuple(import_module(name) for name in names if find_spec(name))


def sections(person: Person, case: Case) -> Iterator[Section]:
    """Every part's pages, in the order of the parts."""
    for part in _parts():
        if hasattr(part, "sections"):
            yield from part.sections(person, case)


def told(case: Case) -> Iterator[Told]:
    """What was told that the case was opened for, and what was told later, the first first."""
    for part in _parts():
        if hasattr(part, "told"):
            yield from part.told(case)


def hinders(case: Case) -> Iterator[Hinder]:
    """What every part says still has to be done before the case can be closed."""
    for part in _parts():
        if hasattr(part, "hinders"):
            yield from part.hinders(case)


def outside(case: Case) -> Iterator[tuple[str, str]]:
    """What whoever told us may know of how far it is: what it is about, and how it stands. No names."""
    for part in _parts():
        if hasattr(part, "outside"):
            yield from part.outside(case)
