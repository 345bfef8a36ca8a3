"""How allauth signs people in here: nobody signs up, and some roles need a second step."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from schoolgate.community.models import Account
from schoolgate.record.sealing import seal, unseal

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account, type__in=FACTORS).exists())


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return seal(text, purpose="second step")

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, purpose="second step")

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Somebody whose role needs a second step keeps one."""
        account = Account.objects.get(pk=authenticator.user_id)
        left = Authenticator.objects.filter(user=account, type__in=FACTORS).exclude(pk=authenticator.pk)
        return not account.needs_second_factor() or bool(left.exists())
