"""`schoolgate read FILE`: a policy's clauses, dates and defects."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from .output import add_json, could_not, emit
from .policyfile import day, read_policy

if TYPE_CHECKING:
    from schoolgate.documents.model import ReadClause, Reading
    from schoolgate.policy.lint import Finding


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="a policy: PDF, Word, web page, Markdown or text")
    parser.add_argument("--on", type=day, metavar="DATE", help="the day to check it on, such as 2026-09-01 (today)")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """0: done; 2: the file cannot be read."""
    from datetime import date

    from schoolgate.documents.model import UnreadableError
    from schoolgate.policy.lint import lint

    try:
        reading = read_policy(args.file)
    except UnreadableError as error:
        return could_not(str(error))
    found = lint(reading, args.on or date.today())
    emit(as_data(reading, found), args, lambda: _say(args.file, reading, found))
    return 0


def as_data(reading: Reading, found: list[Finding]) -> dict[str, Any]:
    """The reading as the fixed interface has it."""
    from .lint import as_data as finding_data

    return {
        "title": reading.document.title,
        "dates": reading.dates,
        "clauses": [_clause(clause) for clause in reading.clauses],
        "defects": [finding_data(finding) for finding in found],
    }


def _clause(clause: ReadClause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "section": clause.section,
        "lines": list(clause.lines),
        "who": [label.value for label in clause.who],
        "modality": clause.modality.value,
        "act": clause.act.value if clause.act else None,
        "text": clause.text,
        "confidence": round(clause.confidence, 2),
    }


def _say(name: str, reading: Reading, found: list[Finding]) -> str:
    import textwrap

    lines = [reading.document.title or name]
    lines += [
        f"{label.replace('_', ' ')}: {value}" for label, value in (*reading.dates.items(), *reading.people.items())
    ]
    section = None
    for clause in reading.clauses:
        if clause.section != section:
            section = clause.section
            lines += ["", section or "(no heading)"]
        head = f"  {clause.id}  {clause.modality.value:<9} {', '.join(label.value for label in clause.who):<18} "
        act = f" [{clause.act.value}]" if clause.act else ""
        lines += textwrap.wrap(clause.text + act, 110, initial_indent=head, subsequent_indent=" " * 8)
    lines += ["", f"{len(reading.clauses)} clauses, {len(found)} defects. `schoolgate lint {name}` lists the defects."]
    return "\n".join(lines)
