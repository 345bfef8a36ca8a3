"""A file's bytes into a document, by what the file really is, within limits."""

from __future__ import annotations

from .blocks import blocks_of
from .meta import title_of
from .model import Document, Line
from .textfile import decode, lines_of


def load(data: bytes, name: str) -> Document:
    """Read the file. Raises UnreadableError, whose `code` says why not."""
    lines = lines_of(decode(data))
    return document_of("text", lines)


def document_of(kind: str, lines: tuple[Line, ...], title: str = "") -> Document:
    """A document from its lines."""
    blocks = blocks_of(lines)
    pages = lines[-1].page if lines else 1
    return Document(title_of(blocks, title), kind, pages, lines, blocks)
