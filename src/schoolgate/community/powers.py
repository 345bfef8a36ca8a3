"""Who may do what: one table, denied unless listed.

Each app writes its part in its own `powers.py`, as a plain dict POWERS of power -> roles.
A view names its power with `@power("…")`; the middleware answers nobody at a view that names none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

from django.apps import apps
from django.urls import URLPattern, URLResolver

from schoolgate.community.models import Person
from schoolgate.community.roles import Role

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
"""Anyone at all."""
ACCOUNT = "account"
"""Anyone signed in, before they have said which school they are here for."""
SIGNED_IN = "signed_in"
"""Anyone signed in, as a person of a school."""
NOBODY = "nobody"
"""A page of a library that we do not use."""
SPECIAL = frozenset({PUBLIC, ACCOUNT, SIGNED_IN, NOBODY})

POWERS: Mapping[str, frozenset[str]] = {
    "people.see": frozenset({Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.SLT, Role.TECHNICIAN, Role.CHAIR}),
    "people.add": frozenset({Role.HEAD, Role.TECHNICIAN}),
    "people.edit": frozenset({Role.HEAD, Role.SLT, Role.TECHNICIAN}),
    # Only of those whose address is not for everybody to write down: actions/addresses.py.
    "address.change": frozenset({Role.HEAD, Role.CHAIR}),
    # Which roles each of them may give stands in roles.GRANTED_BY.
    "role.change": frozenset({Role.HEAD, Role.TECHNICIAN, Role.CHAIR}),
    "roster.import": frozenset({Role.HEAD, Role.TECHNICIAN}),
    "people.remove": frozenset({Role.HEAD, Role.TECHNICIAN}),
    "invitation.send": frozenset({Role.HEAD, Role.TECHNICIAN}),
    "signin.recover": frozenset({Role.HEAD, Role.TECHNICIAN}),
    "family.change": frozenset({Role.HEAD, Role.SLT, Role.TECHNICIAN}),
    "class.see": frozenset({Role.STAFF, Role.TECHNICIAN}),
    "class.change": frozenset({Role.HEAD, Role.SLT, Role.TECHNICIAN}),
    "year.move": frozenset({Role.HEAD, Role.TECHNICIAN}),
    # Who is in the team that runs the official accounts is the head's to say.
    "team.change": frozenset({Role.HEAD}),
    "term.see": frozenset(Role.values) - {Role.LEAVER},
    "term.change": frozenset({Role.HEAD, Role.SLT, Role.TECHNICIAN}),
    "absence.own": frozenset({Role.STAFF, Role.GOVERNOR, Role.TECHNICIAN}),
    # Not the deputy lead's: while the lead is away, what comes to the lead comes to the deputy. The chair is among them
    # because a head who is ill cannot say so, and work would wait for them. Of those who lead and those who are relied
    # on, only the head and the chair say it: actions/absences.py.
    "absence.change": frozenset({Role.HEAD, Role.SLT, Role.TECHNICIAN, Role.CHAIR}),
}


@cache
def table() -> Mapping[str, frozenset[str]]:
    """Every app's powers. Raises ValueError for a power listed twice or a role that does not exist."""
    found: dict[str, frozenset[str]] = {}
    for app in apps.get_app_configs():
        if not app.name.startswith("schoolgate.") or find_spec(f"{app.name}.powers") is None:
            continue
        for power_, roles in import_module(f"{app.name}.powers").POWERS.items():
            if power_ in found or power_ in SPECIAL:
                raise ValueError(f"The power {power_} is listed twice.")
            if unknown := frozenset(roles) - frozenset(Role.values):
                raise ValueError(f"The power {power_} names roles that do not exist: {', '.join(sorted(unknown))}.")
            found[power_] = frozenset(roles)
    return found


def holds(person: Person | None, power_: str, on: date | None = None) -> bool:
    """Whether a person holds a power on a day (today, unless told). A power that nobody listed is held by nobody."""
    if power_ == PUBLIC:
        return True
    if person is None or power_ == NOBODY:
        return False
    if power_ in (ACCOUNT, SIGNED_IN):
        return True
    return bool(person.roles(on) & table().get(power_, frozenset()))


def power(name: str) -> Callable[[View], View]:
    """Say which power a view asks for."""

    def mark(view: View) -> View:
        view.power = name  # type: ignore[attr-defined]
        return view

    return mark


def power_of(view: Callable[..., Any]) -> str | None:
    """The power that a view asks for; None when it names none, or one that is not in the table."""
    name = getattr(view, "power", None)
    return name if isinstance(name, str) and (name in SPECIAL or name in table()) else None


def declare(powers: Mapping[str, str], patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Name the power of each view in a library's URLs, by the URL's name. Those not listed answer nobody.

    Raises ValueError when one view stands at two addresses with different powers: it could not keep them apart.
    """
    patterns = list(patterns)
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            declare(powers, pattern.url_patterns)
            continue
        name = powers.get(pattern.name or "", NOBODY)
        if getattr(pattern.callback, "power", name) != name:
            raise ValueError(f"The view of {pattern.name} is declared with two powers.")
        power(name)(pattern.callback)
    return patterns
