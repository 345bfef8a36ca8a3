"""A throw-away server of Mastodon's on loopback: `mastodon_mock`, which others wrote, with rows of its own and true HTTP."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

OURS = "read:accounts read:statuses write:statuses write:media"
OOB = "urn:ietf:wg:oauth:2.0:oob"


@dataclass(frozen=True)
class Server:
    address: str
    token: str

    def somebody(self, name: str, scopes: str = "read write") -> str:
        """A token of an account, from an application as somebody makes one by hand."""
        made = httpx.post(f"{self.address}/api/v1/_mock/dev_user", json={"username": name})
        assert made.status_code in (200, 422), "422: the account is there already"
        about = {"client_name": "Schoolgate", "redirect_uris": OOB, "scopes": scopes}
        app = httpx.post(f"{self.address}/api/v1/apps", data=about).json()
        page = httpx.post(f"{self.address}/oauth/authorize", data={"username": name, "client_id": app["client_id"]})
        code = re.search(r"code: ([^<]+)<", page.text)[1]
        known = {"client_id": app["client_id"], "client_secret": app["client_secret"], "redirect_uri": OOB}
        wants = {"grant_type": "authorization_code", "code": code, **known}
        return httpx.post(f"{self.address}/oauth/token", data=wants).json()["access_token"]

    def api(self, method: str, path: str, token: str = "", **sent: object) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.request(method, f"{self.address}/api/v1/{path}", headers=headers, **sent)

    def answers(self, number: str, words: str, token: str, **more: str) -> str:
        said = {"status": words, "in_reply_to_id": number, **more}
        return self.api("POST", "statuses", token, data=said).json()["id"]

    def count(self) -> int:
        me = self.api("GET", "accounts/verify_credentials", self.token).json()["id"]
        return len(self.api("GET", f"accounts/{me}/statuses", self.token, params={"limit": "40"}).json())


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running(port: int = 0) -> Iterator[str]:
    """Its address. With the same port it is the same server again, which has lost everything it had."""
    port = port or free_port()
    serve = [sys.executable, "-m", "mastodon_mock", "serve", "--in-memory", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen([*serve, "--log-level", "error"], stdout=subprocess.DEVNULL) as server:
        where = f"http://127.0.0.1:{port}"
        try:
            _wait(server, where)
            yield where
        finally:
            server.terminate()


def _wait(server: subprocess.Popen[bytes], where: str) -> None:
    for _ in range(600):
        assert server.poll() is None, "the server did not start"
        try:
            httpx.get(f"{where}/health").raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError("the server did not start within a minute")
