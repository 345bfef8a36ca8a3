"""Somebody who has an account already says whether they belong to another school too."""

from __future__ import annotations

from schoolgate.community.actions.addresses import tell_of
from schoolgate.community.change import Refused, change
from schoolgate.community.models import Account, Person
from schoolgate.community.powers import ACCOUNT


def accept(account: Account, offered: Person) -> None:
    """Let this account be that person from now on. Raises Refused when nobody offers it any more."""
    _answer(account, offered, yes=True)


def decline(account: Account, offered: Person) -> None:
    """Leave that person without an account. Raises Refused when nobody offers it any more."""
    _answer(account, offered, yes=False)


def _answer(account: Account, offered: Person, *, yes: bool) -> None:
    # The one who acts is this person, if only just: the school they come from is no business of this one.
    with change(offered, ACCOUNT, offered.school) as ledger:
        person = Person.unscoped.select_for_update().get(pk=offered.pk)
        if person.offered_to_id != account.pk:
            raise Refused("You have answered this already. Choose a school to go on.")
        person.offered_to = None
        person.account = account if yes else None
        if not yes and person.address.lower() == account.email:
            # It is not their address, so nothing of the school's goes there any more and nobody is offered it again.
            person.address = ""
        person.save()
        if yes:
            tell_of(person, f"{person.name} signs in here now, with an account that they had already.")
        ledger.write("account.accepted" if yes else "account.declined", person, account=account.pk)
