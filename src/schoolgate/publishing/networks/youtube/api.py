"""Ask YouTube. The school's refresh token gives a key for an hour, which is fetched when it is needed and not kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from schoolgate.publishing.networks.errors import Failed, NoAccess
from schoolgate.publishing.networks.http import SAFE, Line, Row
from schoolgate.publishing.networks.network import Account
from schoolgate.publishing.networks.youtube import said

API = "https://www.googleapis.com/youtube/v3"
TOKENS = "https://oauth2.googleapis.com/token"
SCOPE = "https://www.googleapis.com/auth/youtube.force-ssl"
PAGE = 50


class Api:
    def __init__(self, account: Account) -> None:
        self._line = Line("YouTube", account.transport, sees=said.trouble)
        self._google = Line("Google", account.transport, sees=_of_a_token)
        self._secrets = account.secrets
        self._key = ""

    def ask(self, method: str, path: str, *, harmless: bool = False, **sent: Any) -> Row:
        """The whole answer, read; empty where YouTube says nothing. Raises one of `errors`."""
        answer = self.send(method, f"{API}/{path}", harmless=harmless, **sent)
        return self._line.row(answer, reading=harmless or method in SAFE)

    def every(self, path: str, params: Mapping[str, str], most: int) -> Iterator[Row]:
        """The rows of a list, `most` pages of it at most."""
        token: dict[str, str] = {}
        for _ in range(most):
            page = self.ask("GET", path, params={**params, **token})
            yield from page.get("items", [])
            if not page.get("nextPageToken"):
                return
            token = {"pageToken": page["nextPageToken"]}

    def send(self, method: str, url: str, *, harmless: bool = False, **sent: Any) -> httpx.Response:
        """One request with a key that is good: one that ran out meanwhile is fetched anew, once."""
        headers = sent.pop("headers", {})
        old = self._key
        self._key = old or self._fetched()
        try:
            return self._sent(method, url, harmless, headers, sent)
        except NoAccess as error:
            if not old or str(error) != said.CREDENTIALS:
                raise
        self._key = self._fetched()
        return self._sent(method, url, harmless, headers, sent)

    def _sent(self, method: str, url: str, harmless: bool, headers: Mapping[str, str], sent: Row) -> httpx.Response:
        signed = {**headers, "Authorization": f"Bearer {self._key}"}
        return self._line.ask(method, url, harmless=harmless, headers=signed, **sent)

    def _fetched(self) -> str:
        names = ("client_id", "client_secret", "refresh_token")
        about = {name: self._secrets.get(name, "").strip() for name in names} | {"grant_type": "refresh_token"}
        answer = self._google.ask("POST", TOKENS, harmless=True, data=about)
        try:
            row: Row = answer.json()
            key = str(row["access_token"])
        except (ValueError, KeyError, TypeError):
            raise Failed(said.NOT_READ, again=True) from None
        if "scope" in row and SCOPE not in str(row["scope"]).split():
            raise NoAccess(said.MAY_NOT)
        return key


def _of_a_token(answer: httpx.Response) -> NoAccess | None:
    return NoAccess(said.CREDENTIALS) if answer.status_code in (400, 401, 403) else None
