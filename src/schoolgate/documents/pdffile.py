"""PDF: the lines of each page in reading order, each with its weight and its place."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any

from schoolgate.documents.model import Line
from schoolgate.documents.pdflayout import Placed, numbered
from schoolgate.documents.refusals import MAX_PAGES, refusal

_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_TOO_FEW = 25
"""Fewer characters than this on the average page, and the words are in pictures."""


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
    return title, tuple(numbered(pages))


def _page(raw: Any, pdf: Any, index: int) -> list[Placed]:
    page = pdf[index]
    text_page = page.get_textpage()
    try:
        text = text_page.get_text_range()
        return list(_placed(raw, text_page.raw, text))
    finally:
        text_page.close()
        page.close()


def _placed(raw: Any, handle: Any, text: str) -> Iterator[Placed]:
    place = 0
    for row in text.split("\n"):
        bare = row.rstrip("\r\ufffe ")
        words = bare.strip()
        if words:
            first = place + len(bare) - len(bare.lstrip())
            left, _, bottom, size = _box(raw, handle, first)
            _, right, _, _ = _box(raw, handle, place + len(bare) - 1)
            bold = _is_bold(raw, handle, first) and _is_bold(raw, handle, first + len(words) // 2)
            yield Placed(words.replace("\ufffe", "-"), bold, size, left, right, bottom)
        place += len(row) + 1


def _box(raw: Any, handle: Any, place: int) -> tuple[float, float, float, float]:
    """Left, right and bottom of a letter and the height of its font, in points as drawn; zeros where unknown.

    The loose box is the font's, not the glyph's, so that a line stands where it stands whatever letter begins it.
    """
    box = raw.FS_RECTF()
    known = raw.FPDFText_GetLooseCharBox(handle, place, box)
    return (box.left, box.right, box.bottom, box.top - box.bottom) if known else (0.0, 0.0, 0.0, 0.0)


def _is_bold(raw: Any, handle: Any, place: int) -> bool:
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    if raw.FPDFText_GetFontInfo(handle, place, name, 128, flags) and _BOLD.search(name.value.decode("latin-1")):
        return True
    return bool(raw.FPDFText_GetFontWeight(handle, place) >= 600)


def _check(pages: list[list[Placed]]) -> None:
    text = "".join(line.text for page in pages for line in page)
    if len(text) < _TOO_FEW * len(pages) or sum(c.isalpha() for c in text) < len(text) * 0.4:
        raise refusal("scanned")
