"""What a fake of a network is built on: a small server on loopback that answers as the network's contract says.

    class FakePages(Fake):
        @on("POST", "/v23.0/{page}/photos")
        def photo(self, asked: Asked, page: str) -> Answer:
            asked.need(asked.form.get("published") == "false", "a photograph is not published before its post")
            ...
            return {"id": "17"}

    fake.next("POST", "/v23.0/17/feed", fails(503, after=30))     # and once more as ever
    Adapter(Account(secrets=…, transport=fake.transport("graph.example")))

What the adapter sent against the contract stands in `fake.wrong`, which the fixture of a test has to find empty.
"""

from __future__ import annotations

import email
import json
import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import httpx


@dataclass(frozen=True)
class File:
    name: str
    type: str
    data: bytes


@dataclass(frozen=True)
class Reply:
    """An answer that is more than words in JSON."""

    status: int = 200
    said: object = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        if self.said is None:
            return b""
        return self.said if isinstance(self.said, bytes) else json.dumps(self.said).encode()


Answer = Reply | dict[str, Any] | list[Any] | None


class AgainstContractError(Exception):
    """The request is against the contract; the network would answer so."""

    def __init__(self, why: str, reply: Reply) -> None:
        super().__init__(why)
        self.reply = reply


@dataclass(frozen=True)
class Asked:
    """A request as it came: names of headers in small letters, `query` and `form` with one value a name."""

    method: str
    host: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def media(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @cached_property
    def json(self) -> Any:
        self.need(self.media == "application/json", "the body is JSON and says so")
        return json.loads(self.body)

    @cached_property
    def form(self) -> dict[str, str]:
        """The fields of a form, files left out."""
        if self.media == "application/x-www-form-urlencoded":
            return dict(parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=bool(self.body)))
        return {name: part.data.decode() for name, part in self._parts if not part.name}

    @cached_property
    def files(self) -> dict[str, File]:
        return {name: part for name, part in self._parts if part.name}

    @cached_property
    def _parts(self) -> list[tuple[str, File]]:
        self.need(self.media == "multipart/form-data", "a form is sent as one")
        whole = email.message_from_bytes(
            b"Content-Type: " + self.headers["content-type"].encode() + b"\r\n\r\n" + self.body
        )
        found = []
        for part in whole.get_payload():
            about = dict(part.get_params(header="content-disposition"))
            found.append(
                (about["name"], File(part.get_filename() or "", part.get_content_type(), part.get_payload(decode=True)))
            )
        return found

    def need(self, holds: object, what: str, reply: Reply | None = None) -> None:
        """What the contract asks of a request. Where it does not hold the test fails, and the network answers 400."""
        if not holds:
            raise AgainstContractError(
                f"{self.method} {self.path}: not so: {what}", reply or Reply(400, {"error": what})
            )


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request: an answer of its own, a wait, or a line that breaks. `done`: the network did
    what was asked, and only its answer is lost or late."""

    reply: Reply | None = None
    seconds: float = 0
    breaks: bool = False
    done: bool = False


def fails(status: int, said: object = None, *, after: float | None = None) -> Fault:
    """An error in place of the answer, with Retry-After in seconds if given; nothing is done."""
    return Fault(Reply(status, said, {} if after is None else {"Retry-After": str(int(after))}))


def breaks(*, done: bool) -> Fault:
    """The line breaks instead of an answer: `done` says whether what was asked had been done by then."""
    return Fault(breaks=True, done=done)


def delays(seconds: float) -> Fault:
    """The answer comes so much later."""
    return Fault(seconds=seconds, done=True)


def on(method: str, path: str) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """The method below answers this. `{name}` in the path stands for one part of it and is handed in under its name."""

    def mark(handler: Callable[..., Answer]) -> Callable[..., Answer]:
        handler.answers = [*getattr(handler, "answers", []), (method, _pattern(path))]  # type: ignore[attr-defined]
        return handler

    return mark


class Fake:
    """The server. It begins at once; `with` stops it. One request is answered at a time, as one network's rows are."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.wrong: list[str] = []
        self._faults: list[tuple[str, re.Pattern[str], Fault]] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self.address = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def next(self, method: str, path: str, fault: Fault, times: int = 1) -> None:
        """What goes wrong with the next requests of this kind."""
        self._faults += [(method, _pattern(path), fault)] * times

    def transport(self, *hosts: str) -> httpx.BaseTransport:
        """A line on which these hosts, and no other, are this server: so the true addresses are tried."""
        return _Here(self.port, hosts)

    def times(self, method: str, path: str) -> int:
        """How often this was asked, whatever came of it."""
        return sum(one.method == method and bool(_pattern(path).fullmatch(one.path)) for one in self.asked)

    def answer(self, asked: Asked) -> Reply | None:
        """The answer to one request; None for a line that breaks."""
        with self._lock:
            self.asked.append(asked)
            fault = self._fault(asked)
            reply = self._handled(asked) if fault is None or fault.done else fault.reply
        if fault is not None:
            time.sleep(fault.seconds)
        return None if fault is not None and fault.breaks else reply

    def _fault(self, asked: Asked) -> Fault | None:
        for number, (method, pattern, fault) in enumerate(self._faults):
            if method == asked.method and pattern.fullmatch(asked.path):
                del self._faults[number]
                return fault
        return None

    def _handled(self, asked: Asked) -> Reply:
        try:
            for name in dir(type(self)):
                for method, pattern in getattr(getattr(type(self), name), "answers", ()):
                    if method == asked.method and (found := pattern.fullmatch(asked.path)):
                        said = getattr(self, name)(asked, **found.groupdict())
                        return said if isinstance(said, Reply) else Reply(200, said)
            asked.need(False, "there is such a thing to ask", Reply(404, {"error": "unknown"}))
        except AgainstContractError as error:
            self.wrong.append(str(error))
            return error.reply
        except Exception as error:
            self.wrong.append(f"{asked.method} {asked.path}: the fake itself broke: {error!r}")
        return Reply(500, {"error": "the fake broke"})


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", path)
    return re.compile("".join(f"(?P<{part}>[^/]+)" if at % 2 else re.escape(part) for at, part in enumerate(parts)))


class _Here(httpx.BaseTransport):
    def __init__(self, port: int, hosts: tuple[str, ...]) -> None:
        self.port, self.hosts, self.line = port, hosts, httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert request.url.host in self.hosts, f"{request.url.host} is none of this network's"
        assert request.url.scheme == "https", "secrets travel encrypted"
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self.port)
        return self.line.handle_request(request)

    def close(self) -> None:
        self.line.close()


def _handler(fake: Fake) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def one(self) -> None:
            at = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            query = dict(parse_qsl(at.query, keep_blank_values=True))
            host = headers.get("host", "").partition(":")[0]
            reply = fake.answer(Asked(self.command, host, at.path, query, headers, self.whole()))
            self.close_connection = True
            if reply is None:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response_only(reply.status)
            usual = {"Content-Type": "application/json", "Date": self.date_time_string()}
            for name, value in {**usual, **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body)

        def whole(self) -> bytes:
            """The body, also one that comes in pieces of which the size is told each time."""
            if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length", 0)))
            pieces = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(pieces)

        def handle(self) -> None:
            # Whoever asked may have gone, where the answer was late.
            try:
                super().handle()
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing among the tests."""

    for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.one)
    return Handler
