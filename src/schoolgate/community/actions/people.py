"""Somebody joins the school's community, or leaves it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from schoolgate.community.actions.roles import begin, may_grant, sign_out, stop
from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Account, Person, School
from schoolgate.community.roles import Role


def add_person(by: Person, school: School, *, name: str, roles: Iterable[str], email: str = "") -> Person:
    """Add somebody with their roles. With an email address they can sign in, once they have set a password.

    Raises Refused when `by` may not give one of the roles, or the address is already somebody's at this school.
    """
    with change(by, "people.add", school) as ledger:
        for role in roles:
            may_grant(by, role)
        return enter(ledger, name=name, roles=roles, email=email)


def enter(ledger: Change, *, name: str, roles: Iterable[str], email: str = "") -> Person:
    """Write a new person, within a change that was already allowed."""
    address = email.strip().lower()
    known = Account.objects.filter(email=address).first() if address else None
    if known and Person.objects.of(ledger.school).filter(Q(account=known) | Q(offered_to=known)).exists():
        raise Refused("Somebody at this school already has that email address. Look for them in the list of people.")
    account = Account.objects.create_user(address) if address and not known else None
    person = Person.objects.create(school=ledger.school, name=name, account=account, offered_to=known)
    ledger.write("person.added", person, account=account.pk if account else None)
    if known:
        ledger.write("account.offered", person, account=known.pk)
    for role in roles:
        begin(ledger, person, role)
    return person


def remove_person(by: Person, person: Person) -> None:
    """End every role somebody has, at once, and their sessions if no school is left. Staff become leavers.

    Raises Refused for oneself, and when `by` may not end one of the roles.
    """
    with change(by, "people.remove", person.school) as ledger:
        if by == person:
            raise Refused("You cannot remove yourself. Ask your head teacher or chair of governors.")
        today = timezone.localdate()
        was_staff = Role.STAFF in person.roles(today)
        for holding in person.holdings.all():
            if (holding.to_date is None or holding.to_date > today) and holding.role != Role.LEAVER:
                may_grant(by, holding.role, ending=True)
                stop(ledger, holding)
        if was_staff:
            begin(ledger, person, Role.LEAVER)
        ledger.write("person.removed", person)
        sign_out(person)
