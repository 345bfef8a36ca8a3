"""Ask one Mastodon server, with the account's access token."""

from __future__ import annotations

from typing import Any

from schoolgate.publishing.networks.errors import Failed, Unsure
from schoolgate.publishing.networks.home import read_home
from schoolgate.publishing.networks.http import SAFE, Line, Row
from schoolgate.publishing.networks.mastodon import said
from schoolgate.publishing.networks.network import Account

CALLED = "The Mastodon server"


class Api:
    """Nothing is asked before it is needed."""

    def __init__(self, account: Account) -> None:
        self._line = Line(CALLED, account.transport, sees=said.trouble)
        self._given = account.address
        self._token = account.secrets.get("token", "").strip()

    def ask(self, method: str, path: str, *, harmless: bool = False, **sent: Any) -> Row:
        """One thing, read. Raises one of `errors`, Gone for what is not there."""
        found = self._asked(method, path, harmless=harmless, **sent)
        if isinstance(found, dict):
            return found
        if harmless or method in SAFE:
            raise Failed(said.NO_MASTODON, again=False)
        raise Unsure(said.NO_ANSWER)

    def rows(self, path: str, **sent: Any) -> list[Row]:
        found = self._asked("GET", path, **sent)
        if not isinstance(found, list):
            raise Failed(said.NO_MASTODON, again=False)
        return [row for row in found if isinstance(row, dict)]

    def _asked(self, method: str, path: str, *, harmless: bool = False, **sent: Any) -> Any:
        home = read_home(self._given, nowhere=said.NO_MASTODON, not_safe=said.NOT_SAFE)
        headers = {"Authorization": f"Bearer {self._token}", **sent.pop("headers", {})}
        address = str(home.copy_with(path=f"{home.path.rstrip('/')}/api/{path}"))
        answer = self._line.ask(method, address, harmless=harmless, headers=headers, **sent)
        try:
            return answer.json()
        except ValueError:
            return None
