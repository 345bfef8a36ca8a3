"""Tables of rules: "Do | Don't" at the heads of columns, a role at the head of a row."""

from __future__ import annotations

import re

from schoolgate.documents import bearers
from schoolgate.documents.force import Force
from schoolgate.documents.leads import Lead
from schoolgate.documents.model import Block, Label, Modality

_HEADS: tuple[tuple[Modality, str], ...] = (
    (
        "must_not",
        r"(?:do\s?n['’]?o?t'?s?|don['’]ts?|never|unacceptable(?: use)?|not (?:allowed|acceptable|permitted)"
        r"|prohibited|(?:\w+ )?must not|forbidden)",
    ),
    ("should_not", r"(?:(?:\w+ )?should not|avoid|bad practice|poor practice)"),
    ("must", r"(?:do['’]?s?|always|(?:\w+ )?must|required|expected)"),
    ("should", r"(?:(?:\w+ )?should|good practice|best practice|advice)"),
    ("may", r"(?:acceptable(?: use)?|allowed|permitted|(?:\w+ )?may)"),
)


def column_forces(row: Block) -> dict[int, Force]:
    """The force that each cell gives to its column, where the row is a head of that kind; else nothing."""
    forces: dict[int, Force] = {}
    for column, cell in enumerate(row.cells):
        for value, pattern in _HEADS:
            if re.fullmatch(rf"{pattern}\W*", cell.strip(), re.IGNORECASE):
                forces[column] = Force(value, cell.strip(" :"), 0.8)
                break
    return forces


def row_bearer(row: Block) -> tuple[Label, ...]:
    """The roles in a short first cell that names nothing else ("Headteacher | Approves…")."""
    first = row.cells[0] if len(row.cells) > 1 else ""
    return bearers.named(first) if 0 < len(first.split()) <= 6 else ()


def lead_of(force: Force | None, who: tuple[Label, ...], row: Block) -> Lead | None:
    """A row's head and its column's as a lead, so that a cell is read as an item of a list."""
    if force is None and not who:
        return None
    return Lead(
        force.words if force else row.cells[0], 0, row.lines[0], "rules", force or Force("must", row.cells[0], 0.5), who
    )
