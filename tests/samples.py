"""A real row for the addresses that speak of one, by the route's name: `SAMPLES[name](school) -> keyword arguments`.

A route without a sample is still tried, with a row that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from factories import RoleHoldingFactory, somebody
from schoolgate.community.models import School


def _person(school: School) -> dict[str, Any]:
    return {"pk": somebody("staff", school=school).pk}


def _holding(school: School) -> dict[str, Any]:
    held = RoleHoldingFactory(person__school=school)
    return {"pk": held.person_id, "holding": held.pk}


SAMPLES: dict[str, Callable[[School], dict[str, Any]]] = {
    "person": _person,
    "assign_role": _person,
    "remove_person": _person,
    "end_role": _holding,
}
