"""`schoolgate evidence verify`: is a bundle of evidence as it was made? The verifier is the one in the bundle."""

from __future__ import annotations

import argparse

from schoolgate.casework.evidence.sharing import verify
from schoolgate.cli.output import add_json, could_not, emit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    does = parser.add_subparsers(dest="does", required=True)
    check = does.add_parser("verify", help="check a bundle, and name whatever is wrong with it")
    check.add_argument("bundle", help="the zip, the folder it was unpacked to, or a bag that was opened")
    check.add_argument("--key", metavar="FILE", help="the key file, which is handed over apart from the bundle")
    check.add_argument("--open", metavar="FOLDER", help="write what is inside to this new folder")
    add_json(check)


def run(args: argparse.Namespace) -> int:
    """0: all was checked and is well; 1: it is not; 2: it could not be checked."""
    try:
        found = verify.verify(args.bundle, verify.read_key(args.key) if args.key else None, args.open)
    except verify.CannotError as error:
        could_not(str(error))
    emit(found, args, lambda: verify.in_words(found))
    return 0 if found["ok"] else 1
