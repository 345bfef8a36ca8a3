"""The document beside its clauses: which lines stand next to which cards."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple


class Block(NamedTuple):
    """A run of numbered lines, and the clauses that begin in it."""

    lines: list[tuple[int, str]]
    clauses: list[Any]


def blocks(lines: Sequence[str], clauses: Iterable[Any]) -> list[Block]:
    """Cut the lines where clauses begin, so that each clause stands beside its own words. Empty lines are left out."""
    ordered = sorted(clauses, key=first_line)
    starts = sorted({1, *(max(1, min(first_line(clause), len(lines))) for clause in ordered)}) if lines else []
    made = [
        Block([(n, lines[n - 1]) for n in range(start, end) if lines[n - 1].strip()], [])
        for start, end in zip(starts, [*starts[1:], len(lines) + 1], strict=True)
    ]
    for clause in ordered:
        if made:
            made[max(0, bisect_right(starts, first_line(clause)) - 1)].clauses.append(clause)
    return [block for block in made if block.lines or block.clauses]


def first_line(clause: Any) -> int:
    """The number of the clause's first line, counted from 1."""
    return int(clause["first"] if isinstance(clause, Mapping) else clause.first)
