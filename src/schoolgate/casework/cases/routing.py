"""To whom a worry comes: whom the policy names for its kind, never those it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from schoolgate.casework.cases.powers import DECIDERS
from schoolgate.casework.cases.words import Word, complaints, kinds, only_complaint
from schoolgate.community.models import Person, School
from schoolgate.community.roles import Role
from schoolgate.policy.clause import Clause
from schoolgate.policy.controls import Setting, settings
from schoolgate.policy.holders import holders
from schoolgate.policy.models import in_force

ABOUT_CHILDREN = (Role.DSL,)
"""Who leads on the safety of children, in law: every worry comes to them, except one about how staff behaved.

Keeping children safe in education, part 2 (the designated safeguarding lead) and part 4 (allegations come to the head
teacher; those about the head to the chair of governors); Department for Education, September 2025.
"""
ABOUT_STAFF = (Role.HEAD,)


@dataclass(frozen=True, slots=True)
class Route:
    """Who gets it, each with the role that they get it as, and the clauses that say so."""

    to: tuple[tuple[Person, str], ...]
    clauses: tuple[str, ...]

    @property
    def people(self) -> list[Person]:
        return [person for person, _ in self.to]


def route(
    school: School, about: Collection[str], besides: Collection[Person] = (), complains: Person | None = None
) -> Route:
    """Whom a worry of these kinds (`kinds()`) comes to today.

    `besides` are those it is, or may be, about; `complains` somebody of the school whose own complaint it is. Whoever
    the policy names and works on no case (“any member of staff”) is passed over. Empty only for a school with nobody
    who could get it.
    """
    today = timezone.localdate()
    version = in_force(school)
    fixed = settings(version.clauses_on(today)) if version else {}
    chosen = [kinds()[kind] for kind in about]
    if only_complaint(about):
        return _complaint(school, chosen, fixed, besides, complains)
    named: list[str] = list(ABOUT_STAFF if any(kind.threshold for kind in chosen) else ABOUT_CHILDREN)
    named += ABOUT_STAFF if complaints(about) else ()
    clauses: list[str] = []
    for control in dict.fromkeys(kind.tells for kind in chosen):
        if works := [approver for approver in _named(fixed, control) if approver in DECIDERS]:
            named += works
            clauses.append(fixed[control].clause.id)
    people = holders(school, dict.fromkeys(named), besides=besides, falls_to=FALLS_TO)
    return Route(tuple((person, as_role(person, named)) for person in people), tuple(clauses))


def _complaint(
    school: School,
    chosen: Iterable[Word],
    fixed: Mapping[str, Setting],
    besides: Collection[Person],
    complains: Person | None,
) -> Route:
    """The first whom the policy names for it, so that the others have had no part when it is taken further; with them
    the head, where that is somebody who decides about no case, such as the manager of whoever complains."""
    controls = list(dict.fromkeys(kind.tells for kind in chosen))
    named = [approver for control in controls for approver in _named(fixed, control)]
    works = [approver for approver in named if approver in DECIDERS or (approver == MANAGER and complains)]
    found: list[Person] = []
    for approver in (*works, Role.HEAD):
        found = found or holders(school, [approver], besides=besides, asker=complains, falls_to=())
    if not any(person.roles() & DECIDERS for person in found):
        found += holders(school, [Role.HEAD], besides=besides, asker=complains, falls_to=FALLS_TO)
    clauses = tuple(fixed[control].clause.id for control in controls if control in fixed) if works else ()
    return Route(tuple((person, as_role(person, works)) for person in dict.fromkeys(found)), clauses)


def says_where(school: School, about: Iterable[str]) -> list[Clause]:
    """The clauses of the policy in force that say where something of these kinds goes."""
    version = in_force(school)
    clauses = version.clauses_on(timezone.localdate()) if version else ()
    controls = {kinds()[kind].tells for kind in about if kind in kinds()}
    return [clause for clause in clauses if controls & clause.controls.keys()]


def _named(fixed: Mapping[str, Setting], control: str) -> list[str]:
    value = fixed[control].value if control in fixed else ()
    return [HEAD_SPEAKS.get(approver, approver) for approver in value] if isinstance(value, tuple) else []


HEAD_SPEAKS = {"school": Role.HEAD}
MANAGER = "manager"
FALLS_TO = (Role.HEAD, Role.CHAIR, Role.GOVERNOR, Role.DSL, Role.DEPUTY_DSL, Role.SLT)
"""Where nobody whom the policy names is left: a worry about the safeguarding lead comes to the head, one about the head
to the chair, and it is never refused while anybody is there who leads."""


def as_role(person: Person, named: Iterable[str]) -> str:
    """The role that it comes to somebody as: the first that was named, or else the first they hold."""
    held = person.roles()
    return next((role for role in (*named, *Role) if role in held and role in DECIDERS), "")
