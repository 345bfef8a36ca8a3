"""What each part of casework gives to the page of a case.

A part says so in its own `casepage.py`, with `sections(person, case)`: its pages about this case, as Sections, for
somebody who may open it; `ends(person, case)`: those that stand below all of them; and `hinders(case)`: what still has
to be done before it can be closed, each a plain sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import NamedTuple

from django.apps import apps

from schoolgate.casework.cases.models import Case
from schoolgate.community.models import Person


class Section(NamedTuple):
    """A page about the case, with what stands there in a few words, and where something waits a status as of a Task."""

    title: str
    url: str
    hint: str = ""
    status: str = ""


@cache
def _parts() -> tuple[ModuleType, ...]:
    names = [f"{app.name}.casepage" for app in apps.get_app_configs() if app.name.startswith("schoolgate.casework.")]
    return tuple(import_module(name) for name in names if find_spec(name))


def sections(person: Person, case: Case) -> Iterator[Section]:
    """Every part's pages, in the order of the apps."""
    for name in ("sections", "ends"):
        for part in _parts():
            if hasattr(part, name):
                yield from getattr(part, name)(person, case)


def hinders(case: Case) -> Iterator[str]:
    """What every part says still has to be done before the case can be closed."""
    for part in _parts():
        if hasattr(part, "hinders"):
            yield from part.hinders(case)
