"""A file's bytes into a document, by what the file really is, within limits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from schoolgate.documents.blocks import blocks_of
from schoolgate.documents.furniture import marked
from schoolgate.documents.language import foreign
from schoolgate.documents.meta import title_of
from schoolgate.documents.model import Document, Line
from schoolgate.documents.refusals import MAX_BYTES, MAX_CHARACTERS, MAX_LINES, MAX_PAGES, refusal
from schoolgate.documents.sniff import kind_of


def load(data: bytes, name: str) -> Document:
    """Read a file of at most 20 MB and 100 pages. Raises UnreadableError, whose `code` says why it could not."""
    if len(data) > MAX_BYTES:
        raise refusal("too_big")
    kind = kind_of(data, name)
    title, lines = _lines(kind, data)
    title, lines = _CONTROL.sub("", title), tuple(_printable(line) for line in lines)
    pages = max((line.page for line in lines), default=1)
    if pages > MAX_PAGES or len(lines) > MAX_LINES or sum(len(line.text) for line in lines) > MAX_CHARACTERS:
        raise refusal("too_long")
    return document_of(kind, marked(lines), title)


# Characters that no policy prints and some databases refuse.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _printable(line: Line) -> Line:
    return replace(line, text=_CONTROL.sub("", line.text)) if _CONTROL.search(line.text) else line


def document_of(kind: str, lines: Sequence[Line], title: str = "") -> Document:
    """A document from its lines. Raises UnreadableError(empty, language)."""
    text = " ".join(line.text for line in lines)
    if not any(c.isalnum() for c in text):
        raise refusal("empty")
    if other := foreign(text):
        raise refusal(other)
    blocks = blocks_of(lines)
    return Document(title_of(blocks, title), kind, lines[-1].page, tuple(lines), blocks)


def _lines(kind: str, data: bytes) -> tuple[str, tuple[Line, ...]]:
    """The file's own title and its lines. The library for each kind is imported only when it is met."""
    if kind == "pdf":
        from schoolgate.documents import pdffile

        return pdffile.lines_of(data)
    if kind == "docx":
        from schoolgate.documents import docxfile

        return docxfile.lines_of(data)
    from schoolgate.documents import textfile

    text = textfile.decode(data)
    if kind == "html":
        from schoolgate.documents import htmlfile

        return htmlfile.lines_of(text)
    if kind == "markdown":
        from schoolgate.documents import markdownfile

        return "", markdownfile.lines_of(text)
    return "", textfile.lines_of(text)
