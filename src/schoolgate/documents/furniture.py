"""Running headers, footers and page numbers: kept among the lines, for their dates, but part of no block."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from schoolgate.documents.model import Line

_PAGE_NUMBER = re.compile(r"^\W*(?:page|p\.?)?\s*\d{1,3}\s*(?:(?:of|/)\s*\d{1,3})?\W*$", re.IGNORECASE)
_EDGE = 3
"""How many lines from the top or bottom of a page can be furniture."""


def marked(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, with those that run along the tops and bottoms of pages given the role furniture."""
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.text.strip() and line.role != "furniture":
            pages[line.page].append(line)
    if len(pages) < 2:
        return tuple(lines)
    edges = [(line, place) for page in pages.values() for line, place in _edges(page)]
    counts = Counter(_shape(line.text) for line in {line for line, _ in edges})
    often = max(2, len(pages) * 0.5)
    running = {line.number for line, _ in edges if counts[_shape(line.text)] >= often and len(line.text) < 120}
    running |= {line.number for line, place in edges if place == 0 and _PAGE_NUMBER.match(line.text)}
    return tuple(replace(line, role="furniture") if line.number in running else line for line in lines)


def _edges(page: Sequence[Line]) -> list[tuple[Line, int]]:
    """The lines at the edges of a page, each with how far from the edge it stands (0 the outermost)."""
    top = list(zip(page[:_EDGE], range(_EDGE), strict=False))
    return top + list(zip(reversed(page[-_EDGE:]), range(_EDGE), strict=False))


def _shape(text: str) -> str:
    """The text with numbers made alike, so that "Page 2 of 9" and "Page 3 of 9" are the same."""
    return re.sub(r"\d+", "#", " ".join(text.lower().split()))
