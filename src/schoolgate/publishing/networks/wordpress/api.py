"""Ask one WordPress: where its REST interface is, who asks, and its lists a page at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from schoolgate.publishing.networks.errors import Failed, Unsure
from schoolgate.publishing.networks.home import read_home
from schoolgate.publishing.networks.http import SAFE, Line, Row
from schoolgate.publishing.networks.network import Account
from schoolgate.publishing.networks.wordpress import said

INTERFACE = "https://api.w.org/"
PAGE = 100
MOST_PAGES = 200


class Api:
    """`base` is the address that the school gave. Nothing is asked before it is needed."""

    def __init__(self, account: Account) -> None:
        self._line = Line("The website", account.transport, sees=said.trouble)
        self._stranger = Line("The website", account.transport)
        self._given = account.address.strip()
        self._auth = (account.secrets.get("user", ""), account.secrets.get("password", ""))
        self._root: httpx.URL | None = None

    def ask(self, method: str, path: str, *, harmless: bool = False, **sent: Any) -> Any:
        """What the interface answers, read. Raises one of `errors`."""
        answer = self._asked(method, path, harmless=harmless, **sent)
        try:
            return _read(answer)
        except Failed:
            if harmless or method in SAFE:
                raise
            raise Unsure("The website's answer cannot be read. We look whether it is there.") from None

    def every(self, path: str, params: Mapping[str, Any]) -> Iterator[Row]:
        """Each row of a list."""
        for page in range(1, MOST_PAGES + 1):
            answer = self._asked("GET", path, params={**params, "per_page": PAGE, "page": page})
            yield from _rows(_read(answer))
            if page >= int(answer.headers.get("X-WP-TotalPages", "1")):
                return

    def few(self, path: str, params: Mapping[str, Any]) -> list[Row]:
        return _rows(self.ask("GET", path, params={**params, "per_page": PAGE}))

    def _asked(self, method: str, path: str, *, harmless: bool = False, **sent: Any) -> httpx.Response:
        root = self._root = self._root or self._found()
        params = {**sent.pop("params", {}), "context": "edit"} if method == "GET" else sent.pop("params", {})
        route = f"/wp/v2/{path}"
        if (before := root.params.get("rest_route")) is not None:
            url = root.copy_set_param("rest_route", before.rstrip("/") + route).copy_merge_params(params)
        else:
            url = root.copy_with(path=root.path.rstrip("/") + route).copy_merge_params(params)
        return self._line.ask(method, str(url), harmless=harmless, auth=self._auth, **sent)

    def _found(self) -> httpx.URL:
        """Where the interface is: the website says so itself in a header, else WordPress's plain address is tried."""
        home = read_home(self._given, nowhere=said.NO_INTERFACE, not_safe=said.NOT_SAFE)
        answer = self._stranger.ask("HEAD", str(home))
        if answer.is_redirect:
            raise Failed(said.moved(answer.headers.get("Location", "")), again=False)
        named = answer.links.get(INTERFACE, {}).get("url", "")
        root = home.join(named) if named else home.copy_with(params={"rest_route": "/"})
        if not named:
            _is_wordpress(self._stranger.ask("GET", str(root)))
        if (root.scheme, root.host, root.port) != (home.scheme, home.host, home.port):
            raise Failed(said.moved(str(root)), again=False)
        return root


def _is_wordpress(answer: httpx.Response) -> None:
    try:
        if "wp/v2" in json.loads(answer.content)["namespaces"]:
            return
    except (ValueError, KeyError, TypeError):
        pass
    raise Failed(said.NO_INTERFACE, again=False)


def _read(answer: httpx.Response) -> Any:
    try:
        return json.loads(answer.content)
    except ValueError:
        raise Failed(said.NO_INTERFACE, again=False) from None


def _rows(found: Any) -> list[Row]:
    if not isinstance(found, list):
        raise Failed(said.NO_INTERFACE, again=False)
    return [row for row in found if isinstance(row, dict)]
