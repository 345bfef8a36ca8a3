"""As what somebody asks the policy: a person's roles, as the engine's `by`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from schoolgate.community.models import Person
from schoolgate.community.roles import Role

AS: Mapping[str, str] = {
    Role.HEAD: "head",
    Role.DSL: "dsl",
    Role.SLT: "slt",
    Role.STAFF: "staff",
    Role.GOVERNOR: "governor",
    Role.VOLUNTEER: "volunteer",
    Role.CONTRACTOR: "contractor",
    Role.PARENT: "parent",
    Role.PUPIL: "pupil",
}
"""What somebody is asked as, from the first of their roles here; anybody can say otherwise."""
LEADS = frozenset({Role.HEAD, Role.DSL, Role.SLT, Role.GOVERNOR})
"""Who may ask for the school itself."""
EMPLOYED_OR_HIRED = ("staff", "contractor")


def may_speak_as(person: Person, by: str, on: date | None = None) -> bool:
    """Whether somebody can ask for themselves as this: one of their own roles, or the school for those who lead it.

    A technician may be the school's own or another firm's.
    """
    held = person.roles(on)
    if by == "school":
        return bool(held & LEADS)
    if Role.TECHNICIAN in held and by in EMPLOYED_OR_HIRED:
        return True
    return any(AS.get(role) == by for role in held)
