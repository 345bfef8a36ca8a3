"""Ask a network over HTTP, and turn what goes wrong into one of `errors.py`.

Secrets belong in headers or the body: addresses are written to logs.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any

import httpx

from schoolgate.publishing.networks.errors import Failed, NoAccess, Trouble, Unsure

Row = dict[str, Any]

AGENT = "Schoolgate"
# A small website takes its time over a large picture.
WAIT = httpx.Timeout(60, connect=10)
SECONDS = 120
LARGEST = 20 * 1024 * 1024
SAFE = ("GET", "HEAD", "OPTIONS")
LONGEST_WAIT = 24 * 3600.0
# What a gateway says when it does not know what became of the request behind it, or the server broke while doing it.
PERHAPS_DONE = (500, 502, 504, 520, 521, 522, 523, 524)


class Line:
    """A line to one network. `called` is its name for people; `sees` is asked first what is wrong with an answer. A
    redirect is never followed: what is sent, secrets too, goes to the address that the school gave and to no other."""

    def __init__(
        self,
        called: str,
        transport: httpx.BaseTransport | None = None,
        *,
        sees: Callable[[httpx.Response], Trouble | None] = lambda _: None,
    ) -> None:
        self.called = called
        self._sees = sees
        self._transport = transport

    @cached_property
    def _client(self) -> httpx.Client:
        """Made when the network is first asked: reading all certificates takes a tenth of a second, and a post is
        validated without asking."""
        # No connection is kept: one that the network closed meanwhile would look like a request that broke off.
        return httpx.Client(
            transport=self._transport,
            timeout=WAIT,
            headers={"User-Agent": AGENT},
            follow_redirects=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    def ask(self, method: str, url: str, *, harmless: bool = False, **sent: Any) -> httpx.Response:
        """One request and its whole answer, whatever its status but these: 401 raises NoAccess, 429 and 503 Failed
        with its Retry-After, any other 5xx and a broken line Unsure (Failed where only something was read).

        `harmless`: to do it a second time would change nothing more, whatever its method.
        """
        reading = harmless or method in SAFE
        try:
            answer = self._answer(method, url, sent)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            why = (
                "could not show that it is the one it says it is" if "CERTIFICATE" in str(error) else "was not reached"
            )
            raise Failed(f"{self.called} {why}. It will be tried again.", again=True) from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            raise Failed(
                f"The address of {self.called} is not one of the web. Look at it again.", again=False
            ) from None
        except (httpx.HTTPError, httpx.StreamError):
            raise self._unclear(f"{self.called} broke off before it answered.", reading=reading) from None
        if (trouble := self._sees(answer)) is not None:
            raise trouble
        self._see(answer, reading=reading)
        return answer

    def row(self, answer: httpx.Response, *, reading: bool) -> Row:
        """What an answer says; empty where it says nothing. One that cannot be read is as unclear as none at all."""
        if (found := row_of(answer) if answer.content else {}) is not None:
            return found
        raise self._unclear(f"{self.called}’s answer cannot be read.", reading=reading)

    def _answer(self, method: str, url: str, sent: Mapping[str, Any]) -> httpx.Response:
        with self._client.stream(method, url, **sent) as answer:
            # From here on: a film is sent for as long as it takes.
            until, body = time.monotonic() + SECONDS, bytearray()
            for part in answer.iter_bytes():
                body += part
                if len(body) > LARGEST or time.monotonic() > until:
                    raise httpx.ReadTimeout("too much, or too slow")
            headers = [pair for pair in answer.headers.multi_items() if pair[0].lower() not in CODED]
            return httpx.Response(answer.status_code, headers=headers, content=bytes(body), request=answer.request)

    def _see(self, answer: httpx.Response, *, reading: bool) -> None:
        status = answer.status_code
        if status == 401:
            raise NoAccess(f"{self.called} does not take the school's credentials. Give them again.")
        if status in (429, 503):
            raise Failed(
                f"{self.called} asks us to wait. It will be tried again.", again=True, after=retry_after(answer)
            )
        if status in PERHAPS_DONE:
            raise self._unclear(f"{self.called} has a fault just now.", reading=reading)
        if status >= 500:
            raise Failed(f"{self.called} has a fault just now. It will be tried again.", again=True)

    def _unclear(self, sentence: str, *, reading: bool) -> Failed | Unsure:
        if reading:
            return Failed(f"{sentence} It will be tried again.", again=True)
        return Unsure(f"{sentence} We look whether it is there before we try again.")


def row_of(answer: httpx.Response) -> Row | None:
    """The JSON object that an answer is; None where it is anything else."""
    try:
        found = json.loads(answer.content)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


CODED = ("content-encoding", "content-length", "transfer-encoding")


def retry_after(answer: httpx.Response) -> float | None:
    """Seconds to wait, from Retry-After as seconds or as a date (RFC 9110, 10.2.3), a day at most; None if not said."""
    said = answer.headers.get("Retry-After", "").strip()
    if said.isdecimal():
        return min(float(said), LONGEST_WAIT)
    try:
        wait = parsedate_to_datetime(said) - parsedate_to_datetime(answer.headers["Date"])
    except (ValueError, KeyError, TypeError):
        return None
    return min(max(float(wait.total_seconds()), 0.0), LONGEST_WAIT)


def gone(line: Line, address: str) -> bool:
    """Whether a stranger finds nothing there: 404 or 410, asked as a visitor's browser does and once more past caches,
    for a copy in a cache is still shown to people. A redirect or a login page is not nothing."""
    for headers in ({}, {"Cache-Control": "no-cache", "Pragma": "no-cache"}):
        try:
            if line.ask("GET", address, headers=headers).status_code not in (404, 410):
                return False
        except NoAccess:
            return False
    return True
