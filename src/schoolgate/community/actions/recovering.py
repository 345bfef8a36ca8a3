"""Somebody who cannot sign in is helped back in. Whoever helps learns no password and sees no link."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import TextChoices
from django.dispatch import Signal
from django.urls import reverse

from schoolgate.community.actions.inviting import issue
from schoolgate.community.change import Refused, change
from schoolgate.community.invitations import signs_in, with_role
from schoolgate.community.mail import send
from schoolgate.community.models import Account, Invitation, Person
from schoolgate.community.notices import tell
from schoolgate.community.roles import Role

recovered = Signal()
"""Sent within the change, with `ledger` and `person`: whatever else shows somebody's things by a secret ends here."""
STAYS_OPEN = "They use the account at another school too, so it stays open until they choose a new password."


class Reason(TextChoices):
    FORGOTTEN = "forgotten", "They have forgotten their password"
    LOST = "lost", "They have lost their phone or their passkey"
    NEW = "new_phone", "They have a new phone"
    MISUSED = "misused", "Somebody else may have been signing in as them"


def help_back_in(by: Person, person: Person, reason: str, *, remove_steps: bool = False) -> Invitation:
    """End somebody's sessions and send them a link to choose a new password; the head is told, or else the chair.

    With `remove_steps` their second steps and old password stop working, for a reason that goes on record. An account
    that another school uses too stays as it is until they follow the link. Raises Refused for oneself, for somebody
    without an account, where nobody can be told, and for the second steps of an account that another school uses.
    """
    with change(by, "signin.recover", person.school) as ledger:
        if by.pk == person.pk:
            raise Refused("You cannot do this for yourself. Ask your head teacher or another technician.")
        account = Account.objects.select_for_update().filter(persons=person).first()
        if account is None or not signs_in(account):
            raise Refused("They have never signed in. Invite them instead.")
        told = _to_be_told(by, person)
        stays_open = used_elsewhere(person)
        if remove_steps:
            _remove_steps(account, person)
        if not stays_open:
            _shut(account, for_good=remove_steps or reason == Reason.MISUSED)
        detail = {"open": True} if stays_open else {}
        ledger.write(
            "account.recovered", account, person=person.pk, reason=Reason(reason).value, steps=remove_steps, **detail
        )
        url = reverse("person", args=[person.pk])
        words = f"{by.name} helped {person.name} to sign in again: {Reason(reason).label.lower()}."
        tell(told, f"{words} {STAYS_OPEN}" if stays_open else words, url)
        for one in told:
            send(one, "Somebody at your school was helped to sign in again.", url)
        tell([person], f"{by.name} helped you to sign in again.", reverse("mfa_index"))
        recovered.send(help_back_in, ledger=ledger, person=person)
        return issue(ledger, person, Invitation.Kind.RECOVERY)


def used_elsewhere(person: Person) -> bool:
    """Whether somebody's account is used at another school too, today: then it is not for one school to shut."""
    return person.account is not None and any(other.pk != person.pk for other in person.account.current_persons())


def _shut(account: Account, *, for_good: bool) -> None:
    """Let nobody who is in stay in, nor come back with Google or Microsoft; `for_good`: nor with the password."""
    if for_good:
        # A stolen password would be enough now that nothing else is asked for.
        account.set_unusable_password()
        account.save(update_fields=["password"])
    SocialAccount.objects.filter(user=account).delete()
    account.end_sessions()


def _to_be_told(by: Person, person: Person) -> list[Person]:
    """The head; the chair where it is about the head, or where the head is the one who helps."""
    school = person.school
    heads = [one for one in with_role(school, Role.HEAD) if one not in (by, person)]
    chairs = [one for one in with_role(school, Role.CHAIR) if one not in (by, person)]
    about_head = Role.HEAD in person.roles()
    if about_head and not chairs:
        raise Refused(
            "The chair of governors is told when a head teacher is helped back in, and your school has none here. "
            "Add the chair first."
        )
    told = [*heads, *chairs] if about_head else heads or chairs
    if not told:
        raise Refused("The head teacher is told when somebody is helped back in, and your school has none. Add one.")
    return told


def _remove_steps(account: Account, person: Person) -> None:
    if used_elsewhere(person):
        raise Refused(
            "This account is used at another school too, so one school cannot remove its second step. They can use "
            "one of their recovery codes. You can still send them a link for a new password."
        )
    Authenticator.objects.filter(user=account).delete()
