"""What commands print: for people, or one JSON document with --json."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any, NoReturn

COULD_NOT = 2


class CouldNotError(Exception):
    """The command could not do it; the message says why and what to do, in one sentence."""


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def emit(data: Any, args: argparse.Namespace, human: Callable[[], str]) -> None:
    """Print `data` as JSON when that was asked for, else what `human` says."""
    print(json.dumps(data, ensure_ascii=False) if args.json else human())


def could_not(sentence: str) -> NoReturn:
    """Stop, and say in one sentence why not and what to do."""
    raise CouldNotError(sentence)


def say_could_not(sentence: str, as_json: bool) -> int:
    """The sentence on standard error; with --json also as one JSON document. Returns the exit status."""
    print(sentence, file=sys.stderr)
    if as_json:
        print(json.dumps({"error": sentence}, ensure_ascii=False))
    return COULD_NOT


class Parser(argparse.ArgumentParser):
    """Says what is missing or not known in a sentence of ours."""

    def error(self, message: str) -> NoReturn:
        lead, _, names = message.partition("required: ")
        if names:
            missing = [name for name in names.split(", ") if name != "fact=value"]
            could_not(f"Say also {', '.join(missing)}. `{self.prog} --help` shows how.")
        could_not(f"{lead[:1].upper()}{lead[1:].rstrip('.')}. `{self.prog} --help` shows what there is.")
