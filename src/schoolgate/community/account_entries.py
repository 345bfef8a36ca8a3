"""What changes how somebody signs in goes into the ledger, from allauth's signals. A sign-in that failed does not.

In one transaction with its entry: a password that is changed, set or reset, a passkey added, any second step removed.
allauth tells of an authenticator app added, and of recovery codes made (at first or anew), only once the change is
committed; those entries follow in a transaction of their own, so a process killed between the two leaves none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from functools import wraps
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.dispatch import Signal
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver

from schoolgate.community.models import Account
from schoolgate.record import ledger

VERBS: dict[str, Signal] = {
    "account.password_changed": account.password_changed,
    "account.password_set": account.password_set,
    "account.password_reset": account.password_reset,
    "account.second_step_added": mfa.authenticator_added,
    "account.second_step_removed": mfa.authenticator_removed,
    "account.second_step_renewed": mfa.authenticator_reset,
}
PAGES = frozenset(
    {
        "account_change_password",
        "account_set_password",
        "account_reset_password_from_key",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_add_webauthn",
        "mfa_remove_webauthn",
    }
)
"""The pages whose forms make these changes, by the route's name."""

View = Callable[..., HttpResponseBase]


def listen() -> None:
    """Begin to write an entry for each of these signals."""
    for verb, signal in VERBS.items():
        signal.connect(_entry(verb), weak=False, dispatch_uid=verb)


def _entry(verb: str) -> Callable[..., None]:
    def write(request: HttpRequest, user: Account, authenticator: Authenticator | None = None, **_: Any) -> None:
        person = getattr(request, "person", None)
        by = person if person and person.account_id == user.pk else None
        detail = {"kind": str(authenticator.type)} if authenticator else {}
        with transaction.atomic():
            ledger.write(verb, user, actor=by, school=by and by.school, detail=detail)

    return write


def with_its_entry(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Let each of allauth's pages above make its change and its entry in one transaction."""
    patterns = list(patterns)
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            with_its_entry(pattern.url_patterns)
        elif pattern.name in PAGES:
            pattern.callback = _in_one_transaction(pattern.callback)
    return patterns


def _in_one_transaction(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Only what a form sends: opening the page must not take the database's one write lock.
        with transaction.atomic() if request.method == "POST" else nullcontext():
            return view(request, *args, **kwargs)

    return answer
