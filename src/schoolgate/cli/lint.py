"""`schoolgate lint FILE`: the defects of a policy."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from .output import add_json, could_not, emit
from .policyfile import day, read_policy

if TYPE_CHECKING:
    from schoolgate.policy.lint import Finding


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="a policy: PDF, Word, web page, Markdown or text")
    parser.add_argument("--on", type=day, metavar="DATE", help="the day to check it on, such as 2026-09-01 (today)")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """0: no defects; 1: defects; 2: the file cannot be read."""
    from datetime import date

    from schoolgate.documents.model import UnreadableError
    from schoolgate.policy.lint import lint

    try:
        reading = read_policy(args.file)
    except UnreadableError as error:
        return could_not(str(error))
    found = lint(reading, args.on or date.today())
    emit({"file": args.file, "defects": [as_data(f) for f in found]}, args, lambda: say(args.file, found))
    return 1 if found else 0


def as_data(finding: Finding) -> dict[str, Any]:
    """A finding as the fixed interface has it, with the words found."""
    return {
        "kind": finding.kind,
        "lines": list(finding.lines),
        "message": finding.message,
        "fix": finding.fix,
        "words": finding.words,
    }


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
