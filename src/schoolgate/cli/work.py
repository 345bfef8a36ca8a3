"""`schoolgate work`: run the jobs that wait, until stopped."""

from __future__ import annotations

import argparse
import os
import signal
import threading

from schoolgate.cli import installation
from schoolgate.cli.output import could_not


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--with-parent", action="store_true", help="stop when the process that started this ends")


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl+C; what has begun is finished first. 2: there is no installation to work for."""
    parent = os.getppid()
    installation.start()
    if not installation.is_there():
        return could_not("There is no installation here to work for. Start `schoolgate serve` first.")
    from schoolgate.jobs.work import work

    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    if args.with_parent:
        threading.Thread(target=_when_it_is_gone, args=(stop, parent), daemon=True).start()
    work(stop)
    return 0


def _when_it_is_gone(stop: threading.Event, parent: int) -> None:
    """A process whose parent ends, however it went, is given another."""
    while os.getppid() == parent and not stop.wait(1):
        pass
    stop.set()
