"""Websites on this machine for the tests, and a reach that leads to them alone."""

from __future__ import annotations

import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from schoolgate.casework.evidence.fetching import Reach


@contextmanager
def serving(*, tls: ssl.SSLContext | None = None, **pages):
    """A website on this machine: path without its stroke -> (status, headers, body), or a function of the handler."""
    seen: list[tuple[str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append((self.path, dict(self.headers)))
            page = pages.get(self.path.strip("/") or "home", (404, {}, b"gone"))
            if callable(page):
                page(self)
                return
            status, headers, body = page
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self):
            seen.append((self.path, dict(self.headers)))
            pages[self.path.strip("/") or "home"](self)

        def log_message(self, *args):
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args):
            pass

    server = Quiet(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_port, seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def here(port, **names):
    """A reach that leads to this machine, for these names alone."""
    known = {"example.test": ["127.0.0.1"], **names}
    return Reach(
        resolve=lambda host, port: known[host],
        allowed=lambda address: str(address) == "127.0.0.1",
        ports=frozenset({port}),
        trust=ssl.create_default_context(),
    )
