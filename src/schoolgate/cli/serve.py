"""`schoolgate serve`: the pages, on this machine, and beside them the work in the background."""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from schoolgate.cli import installation
from schoolgate.cli.output import could_not


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=int(os.environ.get("SCHOOLGATE_PORT", "8000")), help="(8000)")
    parser.add_argument("--workers", type=int, default=1, help="processes that answer (1)")
    parser.add_argument("--no-work", action="store_true", help="leave the background work to `schoolgate work`")


def run(args: argparse.Namespace) -> int:
    """Bring the database up to date, then answer until stopped. 2: the port is taken, or the checks found a fault."""
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError
    from django.db import DatabaseError

    if _taken(args.host, args.port):
        return could_not(f"Port {args.port} is in use. Choose another with --port.")
    os.environ.setdefault("SCHOOLGATE_PORT", str(args.port))
    installation.start()
    try:
        installation.prepare()
        call_command("clearsessions")
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("check", fail_level="ERROR", stdout=io.StringIO())
    except (DatabaseError, OSError, SystemCheckError) as error:
        return could_not(f"Schoolgate cannot start: {error}")
    print(f"Schoolgate is at http://{args.host}:{args.port} (stop it with Ctrl+C)", flush=True)
    if args.no_work:
        _answer(args.host, args.port, args.workers)
    else:
        with _worker():
            _answer(args.host, args.port, args.workers)
    return 0


@contextmanager
def _worker() -> Iterator[None]:
    """A process that runs jobs for as long as this one answers, begun again whenever it dies."""
    stopping = threading.Event()

    def look_after() -> None:
        while not stopping.is_set():
            with subprocess.Popen([sys.executable, "-m", "schoolgate", "work", "--with-parent"]) as process:
                while process.poll() is None and not stopping.wait(0.5):
                    pass
                process.terminate()
            stopping.wait(1)

    keeper = threading.Thread(target=look_after)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join(30)


def _taken(host: str, port: int) -> bool:
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _answer(host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "schoolgate.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()
