"""Plain text: find the encoding, split pages at form feeds, number the lines as the file does."""

from __future__ import annotations

import codecs
import re

from schoolgate.documents.markup import is_bold
from schoolgate.documents.model import Line
from schoolgate.documents.refusals import refusal

_SETEXT = re.compile(r"^\s*(?:={3,}|-{3,}|_{3,}|\*{3,})\s*$")


def decode(data: bytes) -> str:
    """Text of a file in UTF-8, UTF-16 or the Windows code page. Raises UnreadableError(unknown_kind) for binary."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    if _looks_utf16(data):
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
    if b"\0" in data[:4096]:
        raise refusal("unknown_kind")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def lines_of(text: str) -> tuple[Line, ...]:
    """Every line of the text, blank ones too, so that numbers are those a text editor shows."""
    lines: list[Line] = []
    page = 1
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        page += raw.count("\f")
        row = raw.replace("\f", "").rstrip()
        lines.append(Line(number, page, "" if _SETEXT.match(row) else row, is_bold(row)))
    while lines and not lines[-1].text:
        lines.pop()
    return tuple(lines)


def _looks_utf16(data: bytes) -> bool:
    head = data[:2000]
    return len(head) >= 4 and (head[1::2].count(0) > len(head) * 0.35 or head[0::2].count(0) > len(head) * 0.35)
