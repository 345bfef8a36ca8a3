"""Where a declaration goes: to whom the policy names, and never to those it is about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from schoolgate.community.models import Person
from schoolgate.community.roles import Role
from schoolgate.duties.declarations.kinds import DeclarationKind, one_is_enough, otherwise
from schoolgate.policy.clause import Clause
from schoolgate.policy.controls import Setting, settings
from schoolgate.policy.engine import Ruling
from schoolgate.policy.holders import holders
from schoolgate.policy.models import PolicyVersion, in_force
from schoolgate.policy.speaking import AS
from schoolgate.policy.vocabulary import approvers


@dataclass(frozen=True, slots=True)
class Route:
    """Who reads a declaration, with the clause of the version that says so; None where it does not say."""

    readers: tuple[Person, ...]
    clause: Clause | None
    version: PolicyVersion | None


def route(by: Person, kind: DeclarationKind, besides: Collection[Person] = (), on: date | None = None) -> Route:
    """Where what `by` declares goes on a day (today, unless told). `besides` are those it must not reach."""
    day = on or timezone.localdate()
    version = in_force(by.school, day)
    fixed = _fixed(version, day)
    for control in kind.controls:
        named = _approvers_of(fixed.get(control))
        if named:
            readers = _readers(by, named, besides, day, one=control in one_is_enough())
            return Route(readers, fixed[control].clause, version)
    return Route(_readers(by, otherwise(), besides, day), None, version)


def _fixed(version: PolicyVersion | None, day: date) -> Mapping[str, Setting]:
    clauses = version.clauses if version else ()
    return settings(c for c in clauses if (c.starts is None or c.starts <= day) and (c.ends is None or day <= c.ends))


def _approvers_of(setting: Setting | None) -> tuple[str, ...]:
    """Those whom a control names and who can be asked. One reader hears for all governors: their chair."""
    values = setting.value if setting and isinstance(setting.value, tuple) else ()
    asked = [name for name in values if name in approvers()]
    alone = asked == ["governor"]
    return tuple(Role.CHAIR if name == "governor" else name for name in asked if name != "governor" or alone)


def _readers(
    by: Person, named: tuple[str, ...], besides: Collection[Person], day: date, *, one: bool = False
) -> tuple[Person, ...]:
    for approver in named if one else ():
        found = holders(by.school, [approver], besides=besides, asker=by, on=day)
        if found and not _is_fallback(found, approver):
            return tuple(found)
    return tuple(holders(by.school, named, besides=besides, asker=by, on=day))


def _is_fallback(found: list[Person], approver: str) -> bool:
    """Whether those found are there only because nobody whom the policy names could be."""
    return approver != Role.CHAIR and all(person.roles() & {Role.CHAIR, Role.GOVERNOR} for person in found)


def reads_as(reader: Person, by: Person) -> str:
    """What somebody is to the one who declares: "the head teacher", "your line manager"."""
    held = reader.roles()
    role = next((role for role in Role if role in held), None)
    if role in (Role.HEAD, Role.DSL, Role.CHAIR):
        return f"the {role.label}"
    if by.manager_id == reader.pk:
        return "your line manager"
    return f"a {role.label}" if role else "somebody at the school"


def ruling_on(by: Person, kind: DeclarationKind, facts: Mapping[str, str]) -> Ruling | None:
    """What the policy says of the act that a declaration tells of; None where it tells of none."""
    version = in_force(by.school)
    if version is None or not kind.act:
        return None
    held = by.roles()
    role = next((as_whom for role, as_whom in AS.items() if role in held), "staff")
    return version.judge(kind.act, {"by": role, **facts}, timezone.localdate())
