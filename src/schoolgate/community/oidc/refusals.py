"""A sign-in with Google or Microsoft that is not let in: one gentle page for all, and a line that says why."""

from __future__ import annotations

import logging

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from schoolgate.record import ledger

log = logging.getLogger("schoolgate.signin")

REASONS = {
    "state": "A sign-in with a provider was refused: it did not begin here, was used before, or took too long.",
    "code": "A sign-in with a provider was refused: the provider did not take the code.",
    "signature": "A sign-in with a provider was refused: the token is not signed by it.",
    "issuer": "A sign-in with a provider was refused: the token is another provider's.",
    "audience": "A sign-in with a provider was refused: the token was made for another service.",
    "expired": "A sign-in with a provider was refused: the token is too old.",
    "nonce": "A sign-in with a provider was refused: the token belongs to another sign-in.",
    "unreachable": "A sign-in with a provider failed: the provider does not answer as it should.",
    "tenant": "A sign-in with a provider was refused: another domain's or tenant's.",
    "unverified": "A sign-in with a provider was refused: the provider has not checked the address.",
    "unknown": "A sign-in with a provider was refused: nobody here has the address.",
    "left": "A sign-in with a provider was refused: no role today.",
    "other_person": "A sign-in with a provider was refused: the address belongs to another identity now.",
}
"""Why, for the log: each a whole sentence, because nothing personal may be put into one."""
BELIEVED = frozenset({"tenant", "unverified", "unknown", "left", "other_person"})
"""Reasons about a token that is good: somebody real was at the door, so the ledger is told too."""


class NotLetError(Exception):
    """Somebody who may not come in; the message is a reason."""


def refuse(request: HttpRequest, provider: str, name: str, reason: str) -> HttpResponse:
    """The page, the same for every reason: a stranger is not told whether an address is known."""
    log.warning(REASONS[reason])
    if reason in BELIEVED:
        with transaction.atomic():
            ledger.write("sign_in.refused", f"signin.provider:{provider}", detail={"reason": reason})
    return render(request, "socialaccount/authentication_error.html", {"provider_name": name}, status=403)
