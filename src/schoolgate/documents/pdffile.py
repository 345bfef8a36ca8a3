"""PDF: lines in reading order with page and boldness; a wide gap between two lines becomes a blank one."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from .model import Line
from .refusals import MAX_PAGES, refusal

_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_TOO_FEW = 25
"""Fewer characters than this on the average page, and the words are in pictures."""


class _Placed(NamedTuple):
    """A line of a page: text, boldness, its font size, how high on the page it stands and where it ends (points)."""

    text: str
    bold: bool
    bottom: float
    size: float
    right: float


def lines_of(data: bytes) -> tuple[str, tuple[Line, ...]]:
    """The file's own title, and its lines. Raises UnreadableError(encrypted, broken, too_long, scanned)."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise refusal("encrypted" if "assword" in str(error) else "broken") from error
    try:
        if len(pdf) > MAX_PAGES:
            raise refusal("too_long")
        if len(pdf) == 0:
            raise refusal("empty")
        pages = [_page(pypdfium2.raw, pdf, index) for index in range(len(pdf))]
        title = pdf.get_metadata_value("Title") or ""
    except pypdfium2.PdfiumError as error:
        raise refusal("broken") from error
    finally:
        pdf.close()
    _check(pages)
    return title, tuple(_numbered(pages))


def _page(raw: Any, pdf: Any, index: int) -> list[_Placed]:
    page = pdf[index]
    text_page = page.get_textpage()
    try:
        text = text_page.get_text_range()
        return list(_placed(raw, text_page.raw, text))
    finally:
        text_page.close()
        page.close()


def _placed(raw: Any, handle: Any, text: str) -> Iterator[_Placed]:
    place = 0
    for row in text.split("\n"):
        bare = row.rstrip("\r\ufffe")
        first = place + len(bare) - len(bare.lstrip())
        if bare.strip():
            bottom, size = _box(raw, handle, first)
            right = _right(raw, handle, place + len(bare.rstrip()) - 1)
            middle = first + len(bare.strip()) // 2
            yield _Placed(
                bare.strip().replace("\ufffe", "-"),
                _is_bold(raw, handle, first) and _is_bold(raw, handle, middle),
                bottom,
                size,
                right,
            )
        place += len(row) + 1


def _box(raw: Any, handle: Any, place: int) -> tuple[float, float]:
    """Where the line's first letter stands, and its font size, in points; zeros where unknown."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not raw.FPDFText_GetCharBox(handle, place, left, right, bottom, top):
        return 0.0, 0.0
    return bottom.value, float(raw.FPDFText_GetFontSize(handle, place))


def _right(raw: Any, handle: Any, place: int) -> float:
    """How far to the right the letter at `place` ends, in points; zero where unknown."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    return right.value if raw.FPDFText_GetCharBox(handle, place, left, right, bottom, top) else 0.0


def _is_bold(raw: Any, handle: Any, place: int) -> bool:
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    if raw.FPDFText_GetFontInfo(handle, place, name, 128, flags) and _BOLD.search(name.value.decode("latin-1")):
        return True
    return bool(raw.FPDFText_GetFontWeight(handle, place) >= 600)


def _check(pages: list[list[_Placed]]) -> None:
    text = "".join(line.text for page in pages for line in page)
    if len(text) < _TOO_FEW * len(pages) or sum(c.isalpha() for c in text) < len(text) * 0.4:
        raise refusal("scanned")


def _numbered(pages: list[list[_Placed]]) -> Iterator[Line]:
    """Lines numbered over the whole document, with a blank one for each wide gap."""
    usual = _usual_gap(pages)
    edges = sorted(line.right for page in pages for line in page)
    edge = edges[len(edges) * 9 // 10] if edges else 0.0
    body = median([line.size for page in pages for line in page] or [0.0])
    number = 0
    for index, page in enumerate(pages, 1):
        before: _Placed | None = None
        for line in page:
            if before is not None and (_is_wide(before, line, usual) or _ends_short(before, line, edge)):
                number += 1
                yield Line(number, index, "")
            number += 1
            yield Line(number, index, line.text, line.bold or (line.size > body * 1.25 and len(line.text) < 90))
            before = line
        number += 1
        yield Line(number, index, "")


def _ends_short(above: _Placed, line: _Placed, edge: float) -> bool:
    """A sentence that ends where the next word would still have fitted ends its paragraph too."""
    room = above.right + line.size * 0.5 * (len(line.text.split()[0]) + 1)
    return above.text[-1] in ".:;!?" and room < edge * 0.98 and line.text[:1].isupper()


def _usual_gap(pages: list[list[_Placed]]) -> float:
    gaps = [a.bottom - b.bottom for page in pages for a, b in pairwise(page) if 0 < a.bottom - b.bottom < 40]
    return sorted(gaps)[len(gaps) // 4] if gaps else 14.0


def _is_wide(above: _Placed, line: _Placed, usual: float) -> bool:
    gap = above.bottom - line.bottom
    return gap > max(usual, line.size) * 1.35 or gap < -usual
