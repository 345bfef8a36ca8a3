"""Where a declaration goes: to whom the policy names, and never to those it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from schoolgate.community.finding import holding
from schoolgate.community.models import Person, School
from schoolgate.community.powers import table
from schoolgate.community.roles import Role
from schoolgate.duties.declarations.kinds import DeclarationKind, one_is_enough, otherwise
from schoolgate.duties.declarations.standing_in import Absences, away_on, whom
from schoolgate.policy.clause import Clause
from schoolgate.policy.controls import Setting, settings
from schoolgate.policy.engine import Ruling
from schoolgate.policy.holders import holders, may_come_to
from schoolgate.policy.models import PolicyVersion, in_force
from schoolgate.policy.speaking import AS
from schoolgate.policy.vocabulary import approvers

MANAGER = "manager"
THE = (Role.HEAD, Role.DSL, Role.CHAIR)


@dataclass(frozen=True, slots=True)
class Route:
    """Who reads a declaration, with the clause of the version that says so; None where it does not say.

    `while_away`: the absences that led to a reader, by their number, for those whom it comes to for no other reason.
    """

    readers: tuple[Person, ...]
    clause: Clause | None
    version: PolicyVersion | None
    while_away: Absences


def route(by: Person, kind: DeclarationKind, besides: Collection[Person] = (), on: date | None = None) -> Route:
    """Where what `by` declares goes on a day (today, unless told). `besides` are those it must not reach."""
    day = on or timezone.localdate()
    version = in_force(by.school, day)
    control, named, clause = _named(version, kind, day)

    def find(besides: Collection[Person], back: Collection[Person]) -> tuple[Person, ...]:
        return _readers(by, named, besides, back, day, one=control in one_is_enough())

    absences = [each for each in away_on(by.school, day) if may_come_to(each.person, named, asker=by, on=day)]
    readers, while_away = whom(find, besides, absences)
    return Route(readers, clause, version, while_away)


def could_read(there: Iterable[Person], by: Person, kind: DeclarationKind) -> list[Person]:
    """Those of these people whom it might reach, today or once others are away or back: whom the policy names, whoever
    stands in for them, and the governors, whom it falls to."""
    day = timezone.localdate()
    _, named, _ = _named(in_force(by.school, day), kind, day)
    return [person for person in there if may_come_to(person, named, asker=by, on=day)]


def readers_of(school: School) -> list[Person]:
    """Everybody who may be given declarations to read, by name: no technician, who can open any way in."""
    technicians = {person.pk for person in holding(school, Role.TECHNICIAN)}
    people = holding(school, *table()["declaration.read"]).prefetch_related("holdings").order_by("name", "pk")
    return [person for person in people if person.pk not in technicians]


def _named(
    version: PolicyVersion | None, kind: DeclarationKind, day: date
) -> tuple[str, tuple[str, ...], Clause | None]:
    """The control that says who hears, whom it names, and its clause; ("", those who hear otherwise, None)."""
    fixed = _fixed(version, day)
    for control in kind.controls:
        if named := _approvers_of(fixed.get(control)):
            return control, named, fixed[control].clause
    return "", otherwise(), None


def _fixed(version: PolicyVersion | None, day: date) -> Mapping[str, Setting]:
    clauses = version.clauses if version else ()
    return settings(clause for clause in clauses if clause.in_force(day))


def _approvers_of(setting: Setting | None) -> tuple[str, ...]:
    """Those whom a control names and who can be asked. One reader hears for all governors: their chair, and beside
    others only in their place."""
    values = setting.value if setting and isinstance(setting.value, tuple) else ()
    asked = [name for name in values if name in approvers()]
    others = tuple(name for name in asked if name not in ("governor", Role.CHAIR))
    return others or ((Role.CHAIR,) if asked else ())


def _readers(
    by: Person,
    named: tuple[str, ...],
    besides: Collection[Person],
    back: Collection[Person],
    day: date,
    *,
    one: bool,
) -> tuple[Person, ...]:
    besides = [*besides, *holding(by.school, Role.TECHNICIAN)]
    for approver in named if one else ():
        found = holders(by.school, [approver], besides=besides, asker=by, on=day, back=back)
        if found and not _is_fallback(found, approver):
            return tuple(found)
    return tuple(holders(by.school, named, besides=besides, asker=by, on=day, back=back))


def _is_fallback(found: list[Person], approver: str) -> bool:
    """Whether those found are there only because nobody whom the policy names could be."""
    return approver != Role.CHAIR and all(person.roles() & {Role.CHAIR, Role.GOVERNOR} for person in found)


def reads_as(reader: Person, by: Person) -> str:
    """As what somebody reads what `by` declares: the highest role they hold, or MANAGER."""
    held = reader.roles()
    role = next((role for role in Role if role in held), "")
    return MANAGER if by.manager_id == reader.pk and role not in THE else role


def in_words(role: str) -> str:
    """What somebody who reads as this is to the one who declares: "the head teacher", "your line manager"."""
    if role == MANAGER:
        return "your line manager"
    return f"{'the' if role in THE else 'a'} {Role(role).label}"


def ruling_on(by: Person, kind: DeclarationKind, facts: Mapping[str, str]) -> Ruling | None:
    """What the policy says of the act that a declaration tells of; None where it tells of none."""
    version = in_force(by.school)
    if version is None or not kind.act:
        return None
    held = by.roles()
    role = next((as_whom for role, as_whom in AS.items() if role in held), "staff")
    return version.judge(kind.act, {"by": role, **facts}, timezone.localdate())
