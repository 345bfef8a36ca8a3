"""`schoolgate ledger verify`: is the history whole?"""

from __future__ import annotations

import argparse
from dataclasses import asdict

from schoolgate.cli import installation
from schoolgate.cli.output import add_json, could_not, emit
from schoolgate.web import environment


def add_arguments(parser: argparse.ArgumentParser) -> None:
    does = parser.add_subparsers(dest="does", required=True)
    verify = does.add_parser("verify", help="walk the chain and name the first entry that cannot be trusted")
    add_json(verify)


def run(args: argparse.Namespace) -> int:
    """0: whole; 1: broken; 2: no installation there."""
    installation.start_record()
    if not installation.is_there():
        return could_not(
            f"There is no installation in {environment.data_folder()}. Set SCHOOLGATE_DATA to its folder, "
            "or begin one with `schoolgate serve`."
        )
    from schoolgate.record.ledger import verify

    found = verify()
    emit(asdict(found), args, lambda: _say(found.entries, found.first_bad))
    return 0 if found.ok else 1


def _say(entries: int, first_bad: int | None) -> str:
    from schoolgate.record.models import LedgerHead

    if first_bad is not None:
        broken = (
            f"broken at entry {first_bad} of {entries}"
            if first_bad <= entries
            else f"cut off: entry {first_bad} is missing"
        )
        return (
            f"The ledger is {broken}. Everything before it can be trusted. "
            "Stop the service, keep the database as it is, and compare it with your last backup."
        )
    head = LedgerHead.objects.get(pk=1)
    return f"The ledger is whole: {entries} entries. The last one's hash is {head.hash}."
