"""A throw-away server of Bluesky's on loopback (`script/pds`), with a directory of accounts of its own.

By hand, to try the pages against it: `python tests/pds.py`.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

HERE = Path(__file__).resolve().parents[1]
# Set-up writes down by which Node it runs, once it does.
NODE = HERE / ".setup" / "pds.node"
HANDLE, OWN_PASSWORD = "alderlane.pds.test", "a password of the tests"
POSTS = "app.bsky.feed.post"


@dataclass
class Server:
    """A running server: its address, and an account there with its own password and an app password."""

    address: str
    handle: str = HANDLE
    own_password: str = OWN_PASSWORD
    password: str = ""
    did: str = ""
    _token: str = field(default="", repr=False)

    def xrpc(self, method: str, name: str, *, owner: bool = False, **sent: Any) -> httpx.Response:
        """Ask it, as a stranger or as the owner of the account."""
        signed = {"Authorization": f"Bearer {self._token}"} if owner else {}
        headers = {**signed, **sent.pop("headers", {})}
        return httpx.request(method, f"{self.address}/xrpc/{name}", headers=headers, timeout=30, **sent)

    def open_account(self) -> None:
        about = {"email": "office@alderlane.example", "handle": self.handle, "password": self.own_password}
        made = _read(self.xrpc("POST", "com.atproto.server.createAccount", json=about))
        self.did, self._token = made["did"], made["accessJwt"]
        self.password = self.app_password("Schoolgate")

    def app_password(self, name: str) -> str:
        made = self.xrpc("POST", "com.atproto.server.createAppPassword", owner=True, json={"name": name})
        return str(_read(made)["password"])

    def records(self, collection: str = POSTS) -> list[dict[str, Any]]:
        """Everything of the account in this collection, up to a hundred."""
        about = {"repo": self.did, "collection": collection, "limit": 100}
        found = _read(self.xrpc("GET", "com.atproto.repo.listRecords", params=about))["records"]
        assert len(found) < 100
        return list(found)

    def delete(self, rkey: str, collection: str = POSTS) -> None:
        """The owner deletes it, as in an app."""
        about = {"repo": self.did, "collection": collection, "rkey": rkey}
        _read(self.xrpc("POST", "com.atproto.repo.deleteRecord", owner=True, json=about))

    def put(self, collection: str, rkey: str, record: dict[str, Any]) -> None:
        about = {"repo": self.did, "collection": collection, "rkey": rkey, "record": record}
        _read(self.xrpc("POST", "com.atproto.repo.putRecord", owner=True, json=about))

    def stranger(self, address: str) -> tuple[int, bytes]:
        """What somebody without an account gets there: status and bytes."""
        answer = httpx.get(address, timeout=20)
        return answer.status_code, answer.content


def _read(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def missing() -> str:
    """What is not installed, in words; empty where everything is."""
    return "" if NODE.exists() else "@atproto/pds"


@contextmanager
def server() -> Iterator[Server]:
    """A new server with one account."""
    folder = Path(tempfile.mkdtemp(prefix="schoolgate-pds-"))
    with (folder / "log").open("wb") as said:
        command = [NODE.read_text().strip(), str(HERE / "script" / "pds" / "serve.js"), str(folder)]
        env = {**os.environ, "LOG_ENABLED": "false"}
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, env=env, start_new_session=True
        )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"It did not start: {(folder / 'log').read_text(errors='replace')[-2000:]}")
        made = Server(f"http://127.0.0.1:{json.loads(line)['port']}")
        made.open_account()
        yield made
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)
        process.stdin.close()
        process.stdout.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with server() as here, suppress(KeyboardInterrupt):
        print(f"{here.address}  handle: {here.handle}  app password: {here.password}", flush=True)
        while True:
            time.sleep(60)
