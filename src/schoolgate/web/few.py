"""Numbers that could point at somebody, told only as few, so that they cannot be worked out from the others either."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from schoolgate.community.few import FEW, UNDER, about, are_few
from schoolgate.duties.counting import Row
from schoolgate.duties.views.table import COLUMNS, RARE, Tables, numbers, totals, without_empty


def by_line(tables: Sequence[tuple[str, Sequence[Row]]]) -> tuple[list[str], Tables]:
    """The columns and the cells of each table. A column of RARE is there where a line of many has something in it."""
    columns, told = without_empty([(name, [_cells(row) for row in rows]) for name, rows in tables])
    return columns, [(name, [[UNDER if cell is None else cell for cell in row] for row in of]) for name, of in told]


def in_all(rows: Sequence[Row]) -> dict[str, Any]:
    """The totals over all lines; None for those that would give away a line."""
    found: dict[str, Any] = totals(list(rows))
    if any(map(_hides, rows)):
        found |= {"owed": about(found["owed"]), "declined": None, "let_off": None}
    return found


def _cells(row: Row) -> list[Any]:
    """In the order of COLUMNS; None for a number of few that no column is shown for."""
    cells: dict[str, Any] = dict(zip(COLUMNS, numbers(row), strict=True))
    if are_few(row.away):
        cells["Away"] = UNDER
    if _hides(row):
        cells |= {"Not yet": about(row.owed), "Declined": _under(row.declined), "Let off": _under(row.let_off)}
        if row.asked < FEW:
            cells |= {"Late": UNDER, **dict.fromkeys(RARE)}
    return list(cells.values())


def _hides(row: Row) -> bool:
    """Whether a line keeps back who declined, or was let off, among those who have not done it."""
    return row.done < row.asked and (row.asked < FEW or are_few(row.declined) or are_few(row.let_off))


def _under(number: int) -> int | str:
    return number if number >= FEW else UNDER
