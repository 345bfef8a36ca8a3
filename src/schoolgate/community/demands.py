"""What the floors above ask of somebody who signs in, beyond what their role asks everywhere.

An app says so in its own `signin.py`, with `second_step(person)`: why they have to sign in with a second step, as one
sentence, or ''.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from schoolgate.community.models import Person


@cache
def _askers() -> tuple[ModuleType, ...]:
    names = [f"{app.name}.signin" for app in apps.get_app_configs() if app.name.startswith("schoolgate.")]
    found = [import_module(name) for name in names if find_spec(name)]
    return tuple(module for module in found if hasattr(module, "second_step"))


def asked_for_second_step(person: Person) -> str:
    """Why this person has to sign in with a second step; '' where nothing above asks them to."""
    return next((why for module in _askers() if (why := module.second_step(person))), "")
