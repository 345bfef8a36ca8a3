"""Somebody else is given the screen for a while: nothing else opens until whoever signed in shows that it is them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

HANDED_OVER = "handed_over"
"""The session's note: which paths are open meanwhile, the first where any other leads, and since when."""
WHILE_HANDED_OVER = frozenset(
    {"account_logout", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
)


def hand_over(request: HttpRequest, paths: Sequence[str]) -> None:
    request.session[HANDED_OVER] = {"paths": list(paths), "since": time.time()}


def open_meanwhile(request: HttpRequest) -> list[str]:
    """The paths that are open while somebody else has the screen; none while nobody has."""
    return list(request.session.get(HANDED_OVER, {}).get("paths", ()))


def way_back(request: HttpRequest, path: str) -> str:
    """Where to show that it is oneself, and come to `path` then; '' for whoever has nothing here to show it with."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    return f"{methods[0]['url']}?{urlencode({'next': path})}" if methods else ""


def take_back(request: HttpRequest) -> bool:
    """End it, where whoever signed in has shown since then that it is them. Whether it has ended."""
    since = request.session.get(HANDED_OVER, {}).get("since", 0)
    shown = [one for one in get_authentication_records(request, request.user) if one.get("reauthenticated")]
    if since and not any(one["at"] > since for one in shown):
        return False
    request.session.pop(HANDED_OVER, None)
    return True
