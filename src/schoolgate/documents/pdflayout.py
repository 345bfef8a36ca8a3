"""Lines placed on pages into lines of a document: wide gaps become blank lines, and lists whose bullets were drawn,
not written, are known by where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from schoolgate.documents import markers
from schoolgate.documents.model import Line, Role


class Placed(NamedTuple):
    """A line of a page: text, boldness, font size, and where it starts, ends and stands (points)."""

    text: str
    bold: bool
    size: float
    left: float
    right: float
    bottom: float


class _Measure(NamedTuple):
    """What is usual in a document: gap between lines, font size, left and right edge (points)."""

    gap: float
    size: float
    left: float
    right: float


def numbered(pages: Sequence[Sequence[Placed]]) -> Iterator[Line]:
    """Lines numbered over the whole document, a blank one for each wide gap and at the end of each page."""
    usual = _measure(pages)
    number = 0
    for index, page in enumerate(pages, 1):
        roles = _drawn_lists(page, usual)
        before: Placed | None = None
        for line, role in zip(page, roles, strict=True):
            if before is not None and (_is_wide(before, line, usual) or _ends_short(before, line, usual)):
                number += 1
                yield Line(number, index, "")
            number += 1
            large = line.size > usual.size * 1.25 and len(line.text) < 90
            yield Line(
                number, index, line.text, line.bold or large, role, int(role == "item"), "-" if role == "item" else ""
            )
            before = line
        number += 1
        yield Line(number, index, "")


def _measure(pages: Sequence[Sequence[Placed]]) -> _Measure:
    lines = [line for page in pages for line in page]
    gaps = sorted(a.bottom - b.bottom for page in pages for a, b in pairwise(page) if 0 < a.bottom - b.bottom < 40)
    rights = sorted(line.right for line in lines)
    lefts = Counter(round(line.left) for line in lines if len(line.text) > 50)
    common = [left for left, count in lefts.items() if count * 6 >= sum(lefts.values())]
    return _Measure(
        gaps[len(gaps) // 4] if gaps else 14.0,
        median(line.size for line in lines) if lines else 10.0,
        min(common, default=min((line.left for line in lines), default=0.0)),
        rights[len(rights) * 9 // 10] if rights else 0.0,
    )


def _drawn_lists(page: Sequence[Placed], usual: _Measure) -> list[Role]:
    """item and more for lines set in from the edge with no bullet of their own, '' for all others."""
    roles: list[Role] = []
    above: Placed | None = None
    marked: Placed | None = None
    for line in page:
        wide = above is None or _is_wide(above, line, usual)
        if markers.take(line.text).markers:
            marked = line
        elif marked and (wide or line.left < marked.left + 4):
            marked = None
        inset = 10 < line.left - usual.left < 110 and not line.bold and line.size <= usual.size * 1.25
        if marked or not inset or _is_centred(line, usual):
            roles.append("")
        elif above is None or wide or roles[-1] == "" or _had_room(above, line, usual):
            roles.append("item")
        else:
            roles.append("more")
        above = line
    return roles


def _is_centred(line: Placed, usual: _Measure) -> bool:
    short = line.right - line.left < (usual.right - usual.left) * 0.7
    return short and abs((line.left - usual.left) - (usual.right - line.right)) < 12


def _had_room(above: Placed, line: Placed, usual: _Measure) -> bool:
    """Whether the first word of a line would still have fitted on the line above."""
    letter = (line.right - line.left) / len(line.text)
    return above.right + letter * (len(line.text.split()[0]) + 1) < usual.right * 0.98


def _ends_short(above: Placed, line: Placed, usual: _Measure) -> bool:
    """A sentence that ends where the next word would still have fitted ends its paragraph too."""
    return above.text[-1] in ".:;!?" and line.text[:1].isupper() and _had_room(above, line, usual)


def _is_wide(above: Placed, line: Placed, usual: _Measure) -> bool:
    gap = above.bottom - line.bottom
    return gap > max(usual.gap, line.size) * 1.35 or gap < -usual.gap
