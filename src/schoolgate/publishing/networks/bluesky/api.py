"""Ask the account's server over XRPC, signed in or as a stranger, and the app view."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any

import httpx

from schoolgate.publishing.networks.bluesky import places, said
from schoolgate.publishing.networks.errors import Failed, Gone, NoAccess, Unsure
from schoolgate.publishing.networks.home import read_home
from schoolgate.publishing.networks.http import SAFE, Line, Row
from schoolgate.publishing.networks.network import Account

CALLED = "Bluesky"
PAST_CACHES = {"Cache-Control": "no-cache", "Pragma": "no-cache"}


@dataclass(frozen=True)
class Session:
    """Signed in: as which account, where it is kept, and what time it was there."""

    did: str
    server: httpx.URL
    at: datetime
    token: str = field(repr=False)

    @property
    def is_own_password(self) -> bool:
        """Whether it was the password of the account itself, which may do everything."""
        try:
            middle = self.token.split(".")[1]
            said_ = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
        except (IndexError, ValueError):
            return False
        return isinstance(said_, dict) and said_.get("scope") == "com.atproto.access"


class Api:
    """Signed in once, when that is first needed: a server takes thirty sign-ins in five minutes."""

    def __init__(self, account: Account) -> None:
        self._line = Line(CALLED, account.transport, sees=said.trouble)
        self._account = account

    @cached_property
    def session(self) -> Session:
        home = read_home(self._account.address, nowhere=said.NO_SERVER, not_safe=said.NOT_SAFE)
        who = self._account.handle.strip().removeprefix("@")
        sent = {"identifier": who, "password": self._account.secrets.get("password", "")}
        answer = self._line.ask(
            "POST", str(places.method(home, "com.atproto.server.createSession")), harmless=True, json=sent
        )
        row = _read(answer)
        if row.get("active") is False:
            raise NoAccess(said.INACTIVE)
        try:
            at = parsedate_to_datetime(answer.headers["Date"])
            return Session(str(row["did"]), _server(row, home), at, str(row["accessJwt"]))
        except (KeyError, ValueError):
            raise Failed(said.NO_SERVER, again=False) from None

    def ask(self, method: str, name: str, *, harmless: bool = False, **sent: Any) -> Row:
        """What the account's server answers to the account. Raises one of `errors`."""
        session = self.session
        headers = {"Authorization": f"Bearer {session.token}", **sent.pop("headers", {})}
        answer = self._line.ask(
            method, str(places.method(session.server, name)), harmless=harmless, headers=headers, **sent
        )
        try:
            return _read(answer)
        except Failed:
            if harmless or method in SAFE:
                raise
            raise Unsure("Bluesky’s answer cannot be read. We look whether it is there.") from None

    def record(self, uri: str) -> Row | None:
        """A record of the account's, as anybody reads it; None where there is none."""
        try:
            return self.stranger(places.record(self.session.server, uri))
        except Gone:
            return None

    def view(self, name: str, **params: str | int) -> Row:
        """What the app view shows to anybody."""
        return self.stranger(places.method(places.APP_VIEW, name, params))

    def stranger(self, address: httpx.URL, headers: Mapping[str, str] = PAST_CACHES) -> Row:
        """What anybody is answered there. Raises Gone where the server says that there is nothing."""
        return _read(self._line.ask("GET", str(address), headers=headers))

    def is_shown(self, uri: str) -> bool:
        """Whether the app view shows this record to a stranger, also from a cache."""
        address = places.method(places.APP_VIEW, "app.bsky.feed.getPosts", {"uris": uri})
        return any(self.stranger(address, headers).get("posts") for headers in ({}, PAST_CACHES))

    def is_gone(self, address: httpx.URL) -> bool:
        """Whether a stranger finds nothing there, also past caches. A film is not fetched to see that it is there."""
        for headers in ({}, PAST_CACHES):
            try:
                if self._line.ask("HEAD", str(address), headers=headers).status_code == 200:
                    return False
            except (Failed, NoAccess):  # without a body nobody tells why
                pass
            try:
                self._line.ask("GET", str(address), headers=headers)
            except Gone:
                continue
            return False
        return True


def _server(row: Row, home: httpx.URL) -> httpx.URL:
    """Where the account is kept. An entrance of many servers, as bsky.social is one, names it in the account's
    document: https://docs.bsky.app/docs/advanced-guides/entryway (2026-11-21)."""
    document = row.get("didDoc")
    services = document.get("service") if isinstance(document, dict) else None
    for one in services if isinstance(services, list) else ():
        if isinstance(one, dict) and str(one.get("id", "")).endswith("#atproto_pds"):
            found = read_home(str(one.get("serviceEndpoint", "")), nowhere=said.NO_SERVER, not_safe=said.NOT_SAFE)
            if (home.scheme, found.scheme) == ("https", "http"):
                raise NoAccess(said.NOT_SAFE)
            return found
    return home


def _read(answer: httpx.Response) -> Row:
    try:
        row = json.loads(answer.content)
    except ValueError:
        row = None
    if not isinstance(row, dict):
        raise Failed(said.NO_SERVER, again=False)
    return row
