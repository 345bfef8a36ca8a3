"""Somebody takes up a role, or lays it down."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Person, RoleHolding
from schoolgate.community.roles import GRANTED_BY, Role


def assign_role(by: Person, person: Person, role: str, from_date: date | None = None) -> RoleHolding:
    """Give somebody else a role from a day (today, unless told).

    Raises Refused for one's own roles, for a role that `by` may not give, and for one already held.
    """
    with change(by, "role.change", person.school) as ledger:
        _not_oneself(by, person)
        may_grant(by, role)
        return begin(ledger, person, role, from_date)


def end_role(by: Person, holding: RoleHolding) -> None:
    """End somebody else's role today. Who has no role left at any school is signed out everywhere."""
    person = holding.person
    with change(by, "role.change", person.school) as ledger:
        _not_oneself(by, person)
        may_grant(by, holding.role, ending=True)
        stop(ledger, holding)
        sign_out(person)


def sign_out(person: Person) -> None:
    """End the sessions of somebody with no role left. While another school has them, they only lose this one."""
    if person.account and not person.account.current_persons():
        person.account.end_sessions()


def may_grant(by: Person, role: str, *, ending: bool = False) -> None:
    """Raise Refused unless `by` may give this role, or end it."""
    mine = by.roles() & GRANTED_BY[role]
    if not mine:
        who = " or ".join(Role(giver).label for giver in sorted(GRANTED_BY[role]))
        raise Refused(f"You cannot change the role of {Role(role).label}. Ask the {who} at your school.")
    if role == Role.HEAD and Role.CHAIR not in mine and (ending or _has_head(by)):
        raise Refused("Your school has a head teacher. Only the chair of governors can change who that is.")


def _has_head(by: Person) -> bool:
    today = timezone.localdate()
    heads = RoleHolding.objects.of(by.school).filter(role=Role.HEAD)
    return any(holding.to_date is None or holding.to_date > today for holding in heads)


def _not_oneself(by: Person, person: Person) -> None:
    if by == person:
        raise Refused("You cannot change your own roles. Ask somebody else who can.")


def begin(ledger: Change, person: Person, role: str, from_date: date | None = None) -> RoleHolding:
    """Write a new holding, within a change that was already allowed."""
    # Two who give the same role at once come one after the other.
    Person.unscoped.select_for_update().get(pk=person.pk)
    if person.holdings.filter(role=role, to_date__isnull=True).exists():
        raise Refused(f"{person.name} already has the role of {Role(role).label}.")
    day = from_date or timezone.localdate()
    holding = RoleHolding.objects.create(person=person, role=role, from_date=day)
    ledger.write("role.assigned", person, role=str(role), from_date=day.isoformat(), holding=holding.pk)
    return holding


def stop(ledger: Change, holding: RoleHolding) -> None:
    """Write the end of a holding, within a change that was already allowed. One that has not begun never begins."""
    holding.to_date = max(timezone.localdate(), holding.from_date)
    holding.save()
    ledger.write(
        "role.ended", holding.person, role=holding.role, to_date=holding.to_date.isoformat(), holding=holding.pk
    )
