"""How allauth signs people in here: nobody signs up, and some roles need a second step."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from schoolgate.community.invitations import signs_in
from schoolgate.community.mail import send
from schoolgate.community.models import Account, Person
from schoolgate.record.ledger import reference
from schoolgate.record.models import LedgerEntry
from schoolgate.record.sealing import seal, unseal

SUBJECT = "Choose a new password"
HELPED_LATELY = timedelta(days=14)
"""How long somebody who was helped back in has to set up a second step before others are asked in their place."""
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account, type__in=FACTORS).exists())


def comes_in(person: Person) -> bool:
    """Whether somebody can open what is theirs today: they have come in, or can, with a second step if they need one.

    One step that was taken off to help them back in counts still: else whoever helps would choose who stands in.
    """
    account = person.account
    if account is None or not (account.last_login or signs_in(account)):
        return False
    return not person.needs_second_factor() or has_second_factor(account) or _was_helped_back_in(account)


def _was_helped_back_in(account: Account) -> bool:
    """Whether second steps were taken off an account in the last days, which its holder may set up anew."""
    since = timezone.now() - HELPED_LATELY
    entries = LedgerEntry.objects.filter(subject=reference(account), verb="account.recovered", at__gte=since)
    return any(entry.details()["steps"] for entry in entries)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "That email address and password do not belong together. Check both and try again.",
        "too_many_login_attempts": "There were too many wrong tries. Wait five minutes, then try again.",
        "rate_limited": "There were too many tries. Wait five minutes, then try again.",
        "incorrect_password": "That is not your password. Try again, or choose a new one.",
        "enter_current_password": "That is not the password you use now. Try again.",
        "account_inactive": "This account is closed. Ask the school office to open it again.",
    }

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return "/"

    def send_password_reset_mail(self, user: Account, email: str, context: dict[str, Any]) -> None:  # noqa: ARG002
        """In the background, as every mail: how long the page takes must not tell whether an address is known."""
        person = next(iter(user.current_persons() or user.offers()), None)
        if person is not None:
            with transaction.atomic():
                send(person, SUBJECT, urlsplit(context["password_reset_url"]).path)

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code did not work. Codes last half a minute: wait for the next one and type it again.",
        "cannot_delete_authenticator": "Your role needs a second step. Add another before you take this one away.",
        "cannot_generate_recovery_codes": "Set up a second step first. Recovery codes stand in for it.",
    }

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:
        """A name for a passkey that nobody named, by how many there are."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def encrypt(self, text: str) -> str:
        return seal(text, purpose="second step")

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, purpose="second step")

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Somebody whose role needs a second step keeps one."""
        account = Account.objects.get(pk=authenticator.user_id)
        left = Authenticator.objects.filter(user=account, type__in=FACTORS).exclude(pk=authenticator.pk)
        return not account.needs_second_factor() or bool(left.exists())
