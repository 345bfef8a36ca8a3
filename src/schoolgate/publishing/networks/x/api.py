"""Ask X, signed with the four keys of the school's app and account (OAuth 1.0a): they do not run out."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from typing import Any

import httpx
from oauthlib.oauth1 import Client

from schoolgate.publishing.networks.http import SAFE, Line, Row
from schoolgate.publishing.networks.network import Account
from schoolgate.publishing.networks.x import said

API = "https://api.x.com/2"


class Signed(httpx.Auth):
    """What is sent is JSON or a file, which is not part of the signature (RFC 5849, 3.4.1.3.1)."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self._client = Client(
            secrets.get("key", "").strip(),
            client_secret=secrets.get("key_secret", "").strip(),
            resource_owner_key=secrets.get("token", "").strip(),
            resource_owner_secret=secrets.get("token_secret", "").strip(),
        )

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        _, headers, _ = self._client.sign(str(request.url), http_method=request.method)
        request.headers["Authorization"] = headers["Authorization"]
        yield request


class Api:
    def __init__(self, account: Account) -> None:
        self._line = Line("X", account.transport, sees=said.trouble)
        self._auth = Signed(account.secrets)

    def ask(self, method: str, path: str, *, harmless: bool = False, **sent: Any) -> Row:
        """The whole answer, read: `data`, and `includes` where more was asked for. Raises one of `errors`."""
        answer = self._line.ask(method, f"{API}/{path}", harmless=harmless, auth=self._auth, **sent)
        return self._line.row(answer, reading=harmless or method in SAFE)

    def pages(self, path: str, params: Mapping[str, str], most: int) -> Iterator[Row]:
        """A list, some rows at a time, `most` times at most: X takes money for each row."""
        token: dict[str, str] = {}
        for _ in range(most):
            page = self.ask("GET", path, params={**params, **token})
            yield page
            following = page.get("meta", {}).get("next_token")
            if not following:
                return
            token = {"pagination_token": following}
