"""`schoolgate lint FILE`: the defects of a policy."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from schoolgate.cli.output import could_not, emit
from schoolgate.cli.policyfile import add_arguments, finding_data, read_and_lint

if TYPE_CHECKING:
    from schoolgate.policy.lint import Finding

__all__ = ["add_arguments", "run"]


def run(args: argparse.Namespace) -> int:
    """0: no defects; 1: defects; 2: the file cannot be read."""
    from schoolgate.documents.model import UnreadableError

    try:
        _, found = read_and_lint(args)
    except UnreadableError as error:
        return could_not(str(error))
    emit({"file": args.file, "defects": [finding_data(f) for f in found]}, args, lambda: say(args.file, found))
    return 1 if found else 0


def say(name: str, found: list[Finding]) -> str:
    """The findings for people: a paragraph each, in the order of the document; then what it does not cover."""
    if not found:
        return f"{name}: nothing to mend."
    shown = [finding for finding in found if finding.kind != "missing_topic"]
    topics = [finding.words for finding in found if finding.kind == "missing_topic"]
    places = [_place(finding.lines) for finding in shown]
    width = max(map(len, places), default=0)
    lines = [f"{name}: {len(found)} thing{'s' * (len(found) != 1)} to mend", ""]
    for place, finding in zip(places, shown, strict=True):
        quoted = f"  “{finding.words}”" if finding.words else ""
        lines.append(f"{place:>{width}}  {finding.kind}{quoted}"[:99])
        lines += _wrapped(f"{finding.message} {finding.fix}", " " * (width + 2))
    if topics:
        lines += ["", "It says nothing about:", *(line for topic in topics for line in _wrapped(f"- {topic}", "  "))]
    return "\n".join(lines)


def _wrapped(text: str, indent: str) -> list[str]:
    import textwrap

    return textwrap.wrap(text, 96, initial_indent=indent, subsequent_indent=indent)


def _place(lines: tuple[int, int]) -> str:
    return str(lines[0]) if lines[0] == lines[1] else f"{lines[0]}–{lines[1]}"
