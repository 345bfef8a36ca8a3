"""Somebody joins the school's community, changes in it, or leaves it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import F, Q
from django.utils import timezone

from schoolgate.community.actions.addresses import changes_address, may_readdress, readdressed
from schoolgate.community.actions.roles import give, may_grant, sign_out, stop
from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Account, Invitation, Membership, Person, RoleHolding, School
from schoolgate.community.roles import TERM_OF_OFFICE, Role
from schoolgate.community.years import years

FIELDS = ("name", "given_name", "family_name", "address", "year", "birth_date", "left_on", "manager")
"""What may be changed of somebody."""
NAMES = frozenset({"name", "given_name", "family_name"})
NOT_ONES_OWN = NAMES | {"manager", "left_on", "year"}
OWN_NAME = (
    "You cannot change your own name, because it keeps you from deciding what is about you. Ask your head teacher, a "
    "senior leader or your IT technician to change it."
)


def add_person(
    by: Person,
    school: School,
    *,
    name: str,
    roles: Iterable[str],
    email: str = "",
    address: str = "",
    year: str = "",
    to_date: date | None = None,
) -> Person:
    """Add somebody with their roles. With an email address they can sign in, once they have set a password.

    `to_date` ends the roles that are given for a term. Raises Refused when `by` may not give one of the roles, or the
    address is already somebody's at this school.
    """
    with change(by, "people.add", school) as ledger:
        for role in roles:
            may_grant(by, role)
        return enter(ledger, name=name, roles=roles, email=email, address=address, year=year, to_date=to_date)


def enter(
    ledger: Change,
    *,
    name: str,
    roles: Iterable[str],
    email: str = "",
    address: str = "",
    year: str = "",
    to_date: date | None = None,
) -> Person:
    """Write a new person, within a change that was already allowed."""
    sign_in = email.strip().lower()
    known = Account.objects.filter(email=sign_in).first() if sign_in else None
    if known and Person.objects.of(ledger.school).filter(Q(account=known) | Q(offered_to=known)).exists():
        raise Refused("Somebody at this school already has that email address. Look for them in the list of people.")
    account = Account.objects.create_user(sign_in) if sign_in and not known else None
    person = Person.objects.create(
        school=ledger.school, name=name, account=account, offered_to=known, address=address, year=year
    )
    ledger.write("person.added", person, account=account.pk if account else None)
    if known:
        ledger.write("account.offered", person, account=known.pk)
    for role in roles:
        give(ledger, person, role, to_date=to_date if role in TERM_OF_OFFICE else None)
    return person


def change_person(by: Person, person: Person, **values: object) -> None:
    """Change what the school has about somebody: any of FIELDS. Raises Refused for what nobody changes of their own.

    Also for a year group that does not exist, for a line manager who is not at this school, or is the person
    themselves, for a day of leaving that is to come, and for an address that `by` may not change. Where nothing is
    different, nothing happens.
    """
    if unknown := values.keys() - set(FIELDS):
        raise ValueError(f"These cannot be changed: {', '.join(sorted(unknown))}")
    if not _different(person, values):
        return
    power = "address.change" if [*values] == ["address"] and changes_address(by, person) else "people.edit"
    with change(by, power, person.school) as ledger:
        locked = Person.unscoped.select_for_update().get(pk=person.pk)
        changed = _different(locked, values)
        if by == person and NAMES & set(changed):
            raise Refused(OWN_NAME)
        if by == person and NOT_ONES_OWN & set(changed):
            raise Refused("You cannot change this about yourself. Ask somebody else who can.")
        if "address" in changed:
            may_readdress(by, locked)
        for name in changed:
            setattr(locked, name, values[name])
            setattr(person, name, values[name])
        _check(locked)
        if "manager" in changed and locked.manager_id == by.pk and Role.HEAD not in by.roles():
            raise Refused("You cannot make yourself somebody’s line manager. Ask your head teacher to do it.")
        locked.save(update_fields=changed)
        ledger.write("person.changed", person, fields=[*changed])
        if "address" in changed:
            readdressed(ledger, locked)


def _different(person: Person, values: Mapping[str, object]) -> list[str]:
    return sorted(name for name, value in values.items() if getattr(person, name) != value)


def _check(person: Person) -> None:
    if person.year and person.year not in years():
        raise Refused("Choose a year group from the list.")
    if person.left_on and person.left_on > timezone.localdate():
        raise Refused("That day is still to come. When they leave, say so on their page.")
    manager = person.manager
    if manager and (manager.pk == person.pk or manager.school_id != person.school_id):
        raise Refused("Choose somebody else at this school as their line manager.")
    if manager and Role.STAFF not in manager.roles():
        raise Refused("A line manager is a member of staff. Choose somebody who works at this school.")


def remove_person(by: Person, person: Person) -> None:
    """End every role somebody has, at once, and their sessions if no school is left. Staff become leavers.

    Raises Refused for oneself, and when `by` may not end one of the roles.
    """
    with change(by, "people.remove", person.school) as ledger:
        if by == person:
            raise Refused("You cannot remove yourself. Ask your head teacher or chair of governors.")
        for holding in person.holdings.all():
            if (holding.to_date is None or holding.to_date > timezone.localdate()) and holding.role != Role.LEAVER:
                may_grant(by, holding.role, ending=True)
        leave(ledger, person)


def leave(ledger: Change, person: Person) -> None:
    """Write that somebody is gone, within a change that was already allowed: roles, groups, invitations, sessions."""
    today = timezone.localdate()
    was_staff = Role.STAFF in person.roles(today)
    for holding in person.holdings.all():
        if (holding.to_date is None or holding.to_date > today) and holding.role != Role.LEAVER:
            stop(ledger, holding)
    if was_staff:
        give(ledger, person, Role.LEAVER)
    groups = Membership.objects.of(ledger.school).filter(person=person, group__ended_on=None)
    for membership in groups:
        ledger.write("membership.ended", membership, group=membership.group_id, person=person.pk)
    groups.delete()
    open_ones = Invitation.objects.of(ledger.school).filter(person=person, used_at=None, ended_at=None)
    open_ones.update(ended_at=timezone.now())
    Person.objects.of(ledger.school).filter(pk=person.pk).update(left_on=today)
    person.left_on = today
    ledger.write("person.removed", person)
    sign_out(person)


def leave_together(ledger: Change, people: Collection[int]) -> None:
    """The same for many who are not staff, by their numbers, and with no entry of its own: the caller's names them."""
    today = timezone.localdate()
    running = RoleHolding.objects.of(ledger.school).filter(Q(to_date=None) | Q(to_date__gt=today), person__in=people)
    running.filter(from_date__gt=today).update(to_date=F("from_date"))
    running.filter(from_date__lte=today).update(to_date=today)
    Membership.objects.of(ledger.school).filter(person__in=people, group__ended_on=None).delete()
    open_ones = Invitation.objects.of(ledger.school).filter(person__in=people, used_at=None, ended_at=None)
    open_ones.update(ended_at=timezone.now())
    gone = Person.objects.of(ledger.school).filter(pk__in=people)
    gone.update(left_on=today)
    for person in gone.exclude(account=None).select_related("account"):
        sign_out(person)
