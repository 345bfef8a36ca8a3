"""Somebody is invited to sign in, and follows the link."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.utils import timezone

from schoolgate.community.actions.addresses import tell_of
from schoolgate.community.change import Change, Refused, by_machine, change
from schoolgate.community.invitations import LASTS, State, hashed, invitable, path_of, signs_in, state_of
from schoolgate.community.mail import send
from schoolgate.community.models import Account, Invitation, Person, School
from schoolgate.community.powers import ACCOUNT
from schoolgate.community.roles import SIGNS_IN

AT_ONCE = 100
"""How many invitations one transaction sends: each of them keeps everybody else's changes waiting."""
WORDS = {
    Invitation.Kind.FIRST: "Your school invites you to sign in to Schoolgate.",
    Invitation.Kind.RECOVERY: "Your school helps you to sign in again. If you did not ask, tell the head teacher.",
}
OLD_LINK = "This link does not work any more. Ask for a new one."


def invite(by: Person, person: Person) -> Invitation:
    """Send somebody a link that lets them choose a password. Any link they were sent before stops working.

    Raises Refused for somebody without an address, a role, or with a way in already.
    """
    with change(by, "invitation.send", person.school) as ledger:
        person = Person.unscoped.select_for_update().get(pk=person.pk)
        if not person.roles() & SIGNS_IN:
            raise Refused("They have no role at this school today. Give them one first.")
        sorted_ = invitable([person], person.school)
        if sorted_.already:
            raise Refused("They sign in already. If they cannot, help them back in.")
        if sorted_.without_address:
            raise Refused("There is no email address for them. Add one first.")
        if sorted_.sharing:
            raise Refused("Somebody else here has the same address. Give each of them their own first.")
        return issue(ledger, person, Invitation.Kind.FIRST)


def invite_all(by: Person, school: School, people: Iterable[Person]) -> int:
    """Send a link to each of these, in the background; how many. Raises Refused when there is nobody to invite."""
    from schoolgate.community.jobs import send_invitations

    with change(by, "invitation.send", school) as ledger:
        numbers = [person.pk for person in invitable(people, school).people]
        if not numbers:
            raise Refused("There is nobody to invite among them. Choose others.")
        for start in range(0, len(numbers), AT_ONCE):
            send_invitations.later(school=school.pk, by=by.pk, people=numbers[start : start + AT_ONCE])
        ledger.write("invitation.asked", school, people=len(numbers))
        return len(numbers)


def send_some(by: Person, school: School, numbers: list[int]) -> None:
    """The part of `invite_all` that one job does. Those who have come in meanwhile, or left, are passed over."""
    people = Person.objects.of(school).filter(pk__in=numbers).select_related("account", "offered_to")
    with change(by, "invitation.send", school) as ledger:
        found = [one for one in invitable(people.prefetch_related("holdings"), school).people if one.roles() & SIGNS_IN]
        for person in found:
            issue(ledger, person, Invitation.Kind.FIRST)
        ledger.write("invitation.batch", school, people=len(found))


def again(address: str) -> None:
    """Send a new link to whoever was invited at this very address and has not come in, unless it was called off."""
    people = Person.unscoped.filter(address__iexact=address.strip(), account=None, offered_to=None)
    for person in people.filter(invitations__isnull=False).distinct().select_related("school"):
        last = person.invitations.first()
        called_off = last is None or last.ended_at is not None or last.address.lower() != person.write_to().lower()
        if called_off or not person.roles() & SIGNS_IN or not invitable([person], person.school).people:
            continue
        with by_machine(person.school) as ledger:
            issue(ledger, person, Invitation.Kind.FIRST)


def issue(ledger: Change, person: Person, kind: Invitation.Kind) -> Invitation:
    """Write a new invitation and send its link, within a change that was already allowed."""
    secret, now = secrets.token_urlsafe(32), timezone.now()
    person.invitations.filter(used_at__isnull=True, ended_at__isnull=True).update(ended_at=now)
    made = Invitation.unscoped.create(
        person=person,
        kind=kind,
        address=person.write_to(),
        secret_hash=hashed(secret),
        by=ledger.actor,
        at=now,
        expires_at=now + LASTS[kind],
    )
    ledger.write("invitation.sent", made, person=person.pk, kind=str(kind))
    send(person, WORDS[kind], path_of(secret), reference=f"I-{made.pk}-{secrets.token_hex(3)}")
    if kind == Invitation.Kind.FIRST and ledger.actor:
        tell_of(person, f"{ledger.actor.name} invited {person.name} to sign in.", ledger.actor)
    return made


def call_off(by: Person, invitation: Invitation) -> None:
    """Let a link work no more. Raises Refused when it does not anyway."""
    with change(by, "invitation.send", invitation.person.school) as ledger:
        held = _locked(invitation)
        if state_of(held) not in (State.OPEN, State.TOO_OLD):
            raise Refused("That invitation has been used or called off already.")
        held.ended_at = timezone.now()
        held.save(update_fields=["ended_at"])
        ledger.write("invitation.called_off", held, person=held.person_id)


def accept(invitation: Invitation, password: str) -> Account:
    """Let whoever holds the link sign in as its person with this password. Raises Refused for a link that is old."""
    person = invitation.person
    with change(person, ACCOUNT, person.school) as ledger:
        held = _locked(invitation)
        if state_of(held) != State.OPEN:
            raise Refused(OLD_LINK)
        account = held.person.account
        if account is None:
            account = _new_account(ledger, held)
            tell_of(held.person, f"{held.person.name} signed in for the first time, with a link that they were sent.")
        account.set_password(password)
        account.save()
        used(ledger, held, account)
        return account


def offer(invitation: Invitation) -> None:
    """Let somebody who has an account already answer for it, once signed in. Raises Refused for a link that is old."""
    person = invitation.person
    with change(person, ACCOUNT, person.school) as ledger:
        held = _locked(invitation)
        known = account_elsewhere(held)
        if state_of(held) != State.OPEN or known is None:
            raise Refused(OLD_LINK)
        offer_to(ledger, held.person, known)
        used(ledger, held, known)


def offer_to(ledger: Change, person: Person, known: Account) -> None:
    """Let an account that was there before answer whether it is this person, within a change already allowed."""
    if person.offered_to_id != known.pk:
        refuse_second(person, known)
        person.offered_to = known
        person.save(update_fields=["offered_to"])
        ledger.write("account.offered", person, account=known.pk)


def refuse_second(person: Person, known: Account) -> None:
    """Raise Refused where an account is somebody else of the same school."""
    others = Person.objects.of(person.school).exclude(pk=person.pk)
    if others.filter(account=known).exists() or others.filter(offered_to=known).exists():
        raise Refused(
            "Somebody at this school signs in with your address already. Ask the school office to write down an "
            "address of your own, and to invite you again."
        )


def account_elsewhere(invitation: Invitation) -> Account | None:
    """The account that the invited address has already, where the person invited is not it yet."""
    if invitation.person.account_id:
        return None
    known = Account.objects.filter(email=invitation.address.lower()).first()
    return known if known and signs_in(known) else None


def used(ledger: Change, invitation: Invitation, account: Account) -> None:
    """Write that a link did its work."""
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    ledger.write("invitation.used", invitation, person=invitation.person_id, account=account.pk)


def _new_account(ledger: Change, invitation: Invitation) -> Account:
    """An account for whoever was invited; one that was made for the address and never used is as good."""
    person, address = invitation.person, invitation.address.lower()
    known = Account.objects.filter(email=address).first()
    if known:
        refuse_second(person, known)
    account = known or Account.objects.create_user(address)
    person.account, person.offered_to = account, None
    person.save(update_fields=["account", "offered_to"])
    ledger.write("account.made", person, account=account.pk)
    return account


def _locked(invitation: Invitation) -> Invitation:
    """The same invitation and its person as they are now, for nobody else to change meanwhile."""
    Person.unscoped.select_for_update().get(pk=invitation.person_id)
    held = Invitation.unscoped.select_for_update().get(pk=invitation.pk)
    held.person = Person.unscoped.select_related("school", "account", "offered_to").get(pk=invitation.person_id)
    return held
