"""`schoolgate cases verify`: is every row of every case, and every file of theirs, what the ledger says it is?"""

from __future__ import annotations

import argparse

from schoolgate.cli import installation
from schoolgate.cli.output import add_json, could_not, emit
from schoolgate.web import environment


def add_arguments(parser: argparse.ArgumentParser) -> None:
    does = parser.add_subparsers(dest="does", required=True)
    verify = does.add_parser("verify", help="check each row and file of the cases, and name what cannot be trusted")
    add_json(verify)


def run(args: argparse.Namespace) -> int:
    """0: all whole; 1: something cannot be trusted; 2: no installation there."""
    installation.start()
    if not installation.is_there():
        return could_not(
            f"There is no installation in {environment.data_folder()}. Set SCHOOLGATE_DATA to its folder, "
            "or begin one with `schoolgate serve`."
        )
    from schoolgate.casework.cases.models import Case, Entry
    from schoolgate.casework.cases.verifying import verify_all

    problems = verify_all()
    cases, lines = Case.unscoped.count(), Entry.unscoped.count()
    emit(
        {"cases": cases, "lines": lines, "ok": not problems, "problems": problems},
        args,
        lambda: _say(cases, lines, problems),
    )
    return 1 if problems else 0


def _say(cases: int, lines: int, problems: list[str]) -> str:
    if not problems:
        return f"Every case is whole, with its rows and files: {lines} lines in {cases} cases."
    keep = "Stop the service, keep the database as it is, and compare it with your last backup."
    return "\n".join([*problems, keep])
