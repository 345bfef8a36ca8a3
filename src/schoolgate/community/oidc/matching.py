"""From what a school's Google or Microsoft says to the account of somebody the school knows.

The school decides who belongs: a sign-in makes no person and no role. What counts is an address that the provider
says it has checked, in the school's own domain or tenant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils import timezone

from schoolgate.community.actions.addresses import tell_of
from schoolgate.community.actions.inviting import offer_to
from schoolgate.community.change import Refused, by_machine
from schoolgate.community.invitations import signs_in
from schoolgate.community.models import Account, Person
from schoolgate.community.oidc.refusals import NotLetError
from schoolgate.community.roles import SIGNS_IN
from schoolgate.record import ledger


def account_of(provider: str, claims: Mapping[str, Any], settings: Mapping[str, Any]) -> Account:
    """The account that a verified token lets in, linked to it from now on.

    `settings` say which values of which claim are the school's ("claims"), and which claim says that the address was
    checked ("verified"). Raises NotLetError with the reason.
    """
    address = _address(claims, settings)
    with transaction.atomic():
        account = Account.objects.select_for_update().filter(email=address).first()
        waiting = _waiting(address)
        if account is None:
            account = _made(address, waiting)
        else:
            _offer(account, waiting)
        if not account.current_persons() and not account.offers():
            raise NotLetError("left")
        _link(account, provider, str(claims["sub"]))
        return account


def _address(claims: Mapping[str, Any], settings: Mapping[str, Any]) -> str:
    for claim, ours in settings["claims"].items():
        if str(claims.get(claim, "")).lower() not in ours:
            raise NotLetError("tenant")
    address = str(claims.get("email") or "").strip().lower()
    # Microsoft writes "1" or true, Google true.
    if not address or str(claims.get(settings["verified"], "")).lower() not in ("true", "1"):
        raise NotLetError("unverified")
    return address


def _waiting(address: str) -> list[Person]:
    """Those with this address and a role today who have no account or offer; not two of a school who share it."""
    people = Person.unscoped.select_for_update().filter(address__iexact=address, account=None, offered_to=None)
    found = [person for person in people.prefetch_related("holdings") if person.roles() & SIGNS_IN]
    schools = [person.school_id for person in found]
    return [person for person in found if schools.count(person.school_id) == 1]


def _made(address: str, waiting: list[Person]) -> Account:
    """A new account for the one person it is, or one that is asked which of several it is."""
    if not waiting:
        raise NotLetError("unknown")
    account = Account.objects.create_user(address)
    if len(waiting) > 1:
        _offer(account, waiting)
        return account
    [person] = waiting
    with by_machine(person.school) as change:
        person.account = account
        person.save(update_fields=["account"])
        person.invitations.filter(used_at=None, ended_at=None).update(used_at=timezone.now())
        change.write("account.made", person, account=account.pk)
    return account


def _offer(account: Account, waiting: Iterable[Person]) -> None:
    for person in waiting:
        try:
            with by_machine(person.school) as change:
                offer_to(change, person, account)
        except Refused:
            # Somebody else of that school has this account: the school has to say which of the two it is.
            continue


def _link(account: Account, provider: str, uid: str) -> None:
    """Keep to one identity: an address that was given to somebody new is not the same person."""
    held = SocialAccount.objects.filter(provider=provider, uid=uid).first()
    if held is None and not SocialAccount.objects.filter(provider=provider, user=account).exists():
        if not signs_in(account):
            for person in account.current_persons():
                tell_of(person, f"{person.name} signed in for the first time, with {provider.capitalize()}.")
        SocialAccount.objects.create(provider=provider, uid=uid, user=account)
        ledger.write("account.linked", account, detail={"provider": provider})
    elif held is None or held.user_id != account.pk:
        raise NotLetError("other_person")
