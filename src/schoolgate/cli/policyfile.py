"""A policy file named on the command line: what `read` and `lint` share."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from schoolgate.cli.output import add_json
from schoolgate.cli.policies import add_day, on

if TYPE_CHECKING:
    from schoolgate.documents.model import Reading
    from schoolgate.policy.lint import Finding


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="a policy: PDF, Word, web page, Markdown or text")
    add_day(parser)
    add_json(parser)


def read_and_lint(args: argparse.Namespace) -> tuple[Reading, list[Finding]]:
    """The reading of the file and its defects. Raises UnreadableError, also where there is no such file."""
    from importlib import import_module
    from threading import Thread

    # The file is read in a process of its own, so the linter can be brought in meanwhile.
    Thread(target=import_module, args=("schoolgate.policy.lint",)).start()
    reading = read_policy(args.file)
    from schoolgate.policy.lint import lint

    return reading, lint(reading, on(args))


def read_policy(name: str) -> Reading:
    """Read the file of that name. Raises UnreadableError, also where there is no such file."""
    from pathlib import Path

    from schoolgate.documents.guard import read_safely
    from schoolgate.documents.model import UnreadableError

    try:
        data = Path(name).read_bytes()
    except OSError as error:
        why = error.strerror or "it cannot be opened"
        raise UnreadableError(
            "unknown_kind", f"{name} cannot be opened ({why}); check the name and try again."
        ) from None
    return read_safely(data, Path(name).name)


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding as the fixed interface has it, with the words found."""
    return {
        "kind": finding.kind,
        "lines": list(finding.lines),
        "message": finding.message,
        "fix": finding.fix,
        "words": finding.words,
    }
