"""`schoolgate read FILE`: a policy's clauses, dates and defects."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from schoolgate.cli.output import could_not, emit
from schoolgate.cli.policyfile import add_arguments, finding_data, read_and_lint

if TYPE_CHECKING:
    from schoolgate.documents.model import ReadClause, Reading
    from schoolgate.policy.lint import Finding

__all__ = ["add_arguments", "run"]


def run(args: argparse.Namespace) -> int:
    """0: done; 2: the file cannot be read."""
    from schoolgate.documents.model import UnreadableError

    try:
        reading, found = read_and_lint(args)
    except UnreadableError as error:
        return could_not(str(error))
    emit(as_data(reading, found), args, lambda: _say(args.file, reading, found))
    return 0


def as_data(reading: Reading, found: list[Finding]) -> dict[str, Any]:
    """The reading as the fixed interface has it."""
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
