"""A document into a reading: its clauses, each with labels and the words that decided them."""

from __future__ import annotations

from schoolgate.documents.clauses import clauses_of
from schoolgate.documents.load import load
from schoolgate.documents.meta import about
from schoolgate.documents.model import Document, Reading


def read(document: Document) -> Reading:
    """The clauses of a document in order, with its dates and people. Pure: same document, same reading."""
    told = about(document)
    return Reading(document, clauses_of(document), told.dates, told.people)


def read_file(data: bytes, name: str) -> Reading:
    """Read a file's bytes. Raises UnreadableError where it cannot be read."""
    return read(load(data, name))
