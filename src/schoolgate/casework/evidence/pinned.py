"""A connection that goes to one address, whatever the name says, and ends when the time is over."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore


class Pinned(httpcore.SyncBackend):
    """Connects to one address whatever the name says, and lets nothing take longer than there is time for."""

    def __init__(self, at: str, until: float) -> None:
        self.at, self.until = at, until

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - the name is what this passes over
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        stream = super().connect_tcp(self.at, port, _left(self.until, timeout), local_address, socket_options)
        return _Timed(stream, self.until)


class _Timed(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self.stream, self.until = stream, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, _left(self.until, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, _left(self.until, timeout))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self.stream.start_tls(ssl_context, server_hostname, _left(self.until, timeout))
        return _Timed(inner, self.until)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


def _left(until: float, timeout: float | None) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return min(left, timeout) if timeout is not None else left
