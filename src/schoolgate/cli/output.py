"""What commands print: for people, or one JSON document with --json."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

COULD_NOT = 2


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def emit(data: Any, args: argparse.Namespace, human: Callable[[], str]) -> None:
    """Print `data` as JSON when that was asked for, else what `human` says."""
    print(json.dumps(data, ensure_ascii=False) if args.json else human())


def could_not(sentence: str) -> int:
    """Say on standard error, in one sentence, why not and what to do. Exit with what this returns."""
    print(sentence, file=sys.stderr)
    return COULD_NOT
