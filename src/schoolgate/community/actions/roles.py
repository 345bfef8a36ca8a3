"""Somebody takes up a role, or lays it down."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.actions.addresses import LEADERS, end_links, guarded, has_guarded_role, somebody_leads
from schoolgate.community.actions.vouching import unvouched
from schoolgate.community.change import Change, Refused, change
from schoolgate.community.finding import holding
from schoolgate.community.invitations import with_role
from schoolgate.community.models import Person, RoleHolding, School
from schoolgate.community.notices import tell
from schoolgate.community.roles import ACTING, ENDED_BY_TOO, FIRST_BY_TECHNICIAN, GRANTED_BY, Role
from schoolgate.community.words import held, role_name


def assign_role(
    by: Person,
    person: Person,
    role: str,
    from_date: date | None = None,
    to_date: date | None = None,
    *,
    acting: bool = False,
    seen: str = "",
) -> RoleHolding:
    """Give somebody else a role from a day (today, unless told), until `to_date` is the first day without it.

    `seen` is the address that `by` has looked at and knows to be theirs. Raises Refused for one's own roles, for a role
    that `by` may not give, for one held on those days already, and for an address that has to be looked at first.
    """
    with change(by, "role.change", person.school) as ledger:
        _not_oneself(by, person)
        may_grant(by, role)
        holding = give(ledger, person, role, from_date, to_date, acting=acting, seen=seen)
        tell([person], f"{by.name} has given you a role: {role_name(holding).lower()}. {held(holding)}.", "/you/")
        return holding


def end_role(by: Person, holding: RoleHolding, to_date: date | None = None) -> None:
    """End somebody else's role; `to_date` is the first day without it (today, unless told).

    Who has no role left at any school is signed out everywhere. Raises Refused for a day before today.
    """
    person = holding.person
    with change(by, "role.change", person.school) as ledger:
        _not_oneself(by, person)
        may_grant(by, holding.role, ending=True)
        if to_date and to_date < timezone.localdate():
            raise Refused("A role cannot end in the past. Choose today or a later day.")
        stop(ledger, holding, to_date)
        sign_out(person)


def givers(school: School, role: str, besides: Collection[Person] = ()) -> list[Person]:
    """Who may give a role to somebody at a school today, by name; without those who are away if others are here.

    `besides` are those who are not to be asked: the one it is for, and the one who asks.
    """
    today = timezone.localdate()
    people = holding(school, *GRANTED_BY[role])
    people = people.exclude(pk__in=[person.pk for person in besides]).select_related("school", "account", "offered_to")
    found = [person for person in people.prefetch_related("holdings", "absences") if gives(person, role)]
    here = [p for p in found if not any(a.first_day <= today <= a.last_day for a in p.absences.all())]
    return here or found


def sign_out(person: Person) -> None:
    """End the sessions of somebody with no role left. While another school has them, they only lose this one."""
    if person.account and not person.account.current_persons():
        person.account.end_sessions()


def may_grant(by: Person, role: str, *, ending: bool = False) -> None:
    """Raise Refused unless `by` may give this role, or end it."""
    mine = by.roles() & (GRANTED_BY[role] | (ENDED_BY_TOO.get(role, frozenset()) if ending else frozenset()))
    if role == Role.CHAIR and Role.HEAD in by.roles() and not ending:
        mine -= {Role.TECHNICIAN}
    if not mine:
        who = " or ".join(Role(giver).label for giver in sorted(GRANTED_BY[role], reverse=True))
        raise Refused(f"You cannot change the role of {Role(role).label}. Ask the {who} at your school.")
    if mine != {Role.TECHNICIAN} or role not in FIRST_BY_TECHNICIAN:
        return
    if ending or there_is(by.school, role):
        raise Refused(f"Your school has a {Role(role).label}. Only the chair of governors can change who that is.")
    if is_for_the_chair(by.school, role):
        raise Refused(
            "Your school has been led here before, so only the chair of governors can name the next head teacher. "
            "If there is no chair here, add the chair first."
        )


def is_for_the_chair(school: School, role: str) -> bool:
    """Whether this role is not for a technician to give: the school has somebody with it, or has had its first head."""
    if role not in FIRST_BY_TECHNICIAN:
        return False
    return there_is(school, role) or (role == Role.HEAD and somebody_leads(school))


def ends(person: Person, role: str) -> bool:
    """Whether somebody may end this role of somebody else."""
    return gives(person, role, ending=True)


def gives(person: Person, role: str, *, ending: bool = False) -> bool:
    """Whether somebody may give this role to somebody else."""
    try:
        may_grant(person, role, ending=ending)
    except Refused:
        return False
    return True


def there_is(school: School, role: str) -> bool:
    """Whether somebody has this role, today or from a day to come."""
    today = timezone.localdate()
    return RoleHolding.objects.of(school).filter(Q(to_date=None) | Q(to_date__gt=today), role=role).exists()


def _not_oneself(by: Person, person: Person) -> None:
    if by == person:
        raise Refused("You cannot change your own roles. Ask somebody else who can.")


def give(
    ledger: Change,
    person: Person,
    role: str,
    from_date: date | None = None,
    to_date: date | None = None,
    *,
    acting: bool = False,
    called: str = "",
    seen: str = "",
) -> RoleHolding:
    """Write a new holding, within a change that was already allowed. Whoever had left is here again.

    Raises Refused for a role held on one of those days already, for days that end before they begin, for standing in
    without an end, or for a role that nobody stands in for, and for an address that nobody vouches for (`to_vouch_for`)
    and the giver has not `seen`.
    """
    day = from_date or timezone.localdate()
    if to_date and to_date <= day:
        raise Refused("The role would end before it begins. Choose a later last day.")
    if acting and role not in ACTING:
        raise Refused(f"Nobody stands in for a {Role(role).label}. Give the role itself, with a last day.")
    if acting and not to_date:
        raise Refused("Somebody who stands in does so until a day. Choose the last day.")
    # Two who give the same role at once come one after the other.
    locked = Person.unscoped.select_for_update().get(pk=person.pk)
    same_days = Q(to_date=None) | Q(to_date__gt=day)
    before = Q(from_date__lt=to_date) if to_date else Q()
    if person.holdings.filter(same_days, before, role=role).exists():
        raise Refused(f"{person.name} already has the role of {Role(role).label} then. Choose other days.")
    if ledger.actor and to_vouch_for(locked, role) and seen != locked.write_to():
        raise Refused(
            f"Look first at where {person.name} would sign in: somebody wrote it down who may not give this role. "
            "Give them the role from their own page, which shows you."
        )
    if guarded([role]) and not has_guarded_role(locked):
        end_links(ledger, locked.invitations.all())
    if role != Role.LEAVER:
        _take_back(ledger, person, locked)
    holding = RoleHolding.objects.create(
        person=person, role=role, from_date=day, to_date=to_date, acting=acting, called=called
    )
    detail: dict[str, str | bool] = {"to_date": to_date.isoformat()} if to_date else {}
    detail |= {"acting": True} if acting else {}
    ledger.write("role.assigned", person, role=str(role), from_date=day.isoformat(), holding=holding.pk, **detail)
    if role in FIRST_BY_TECHNICIAN and ledger.actor:
        _tell_those_who_lead(ledger.actor, holding)
    return holding


def to_vouch_for(person: Person, role: str) -> str:
    """In words, who wrote down the address of somebody that the giver of this role has to know as theirs; else ''."""
    return unvouched(person, role, gives)


def _tell_those_who_lead(by: Person, holding: RoleHolding) -> None:
    """Let the heads and chairs know of a new head or chair; the governors where there is no other."""
    leaders = {one for role in LEADERS for one in with_role(by.school, role)} - {by, holding.person}
    words = f"{by.name} has given {holding.person.name} a role: {role_name(holding).lower()}."
    governors = {*with_role(by.school, Role.GOVERNOR)} - {by, holding.person}
    tell(leaders or governors, words, reverse("person", args=[holding.person_id]))


def _take_back(ledger: Change, person: Person, locked: Person) -> None:
    if locked.left_on:
        Person.objects.of(ledger.school).filter(pk=person.pk).update(left_on=None)
        person.left_on = None
    for ended in person.holdings.filter(role=Role.LEAVER, to_date=None):
        stop(ledger, ended)


def stop(ledger: Change, holding: RoleHolding, to_date: date | None = None) -> None:
    """Write the end of a holding, within a change that was already allowed. One that has not begun never begins."""
    holding.to_date = max(to_date or timezone.localdate(), holding.from_date)
    holding.save()
    ledger.write(
        "role.ended", holding.person, role=holding.role, to_date=holding.to_date.isoformat(), holding=holding.pk
    )
