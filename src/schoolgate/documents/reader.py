"""A document into a reading: its clauses, each with labels and the words that decided them."""

from __future__ import annotations

from schoolgate.documents.clauses import clauses_of
from schoolgate.documents.language import foreign
from schoolgate.documents.load import load
from schoolgate.documents.meta import about
from schoolgate.documents.model import Document, Reading
from schoolgate.documents.refusals import refusal


def read(document: Document) -> Reading:
    """The clauses of a document in order, with its dates and people. Pure: same document, same reading.

    Raises UnreadableError(language) where a short text has no clauses and hardly an English word.
    """
    told, clauses = about(document), clauses_of(document)
    if not clauses and (other := foreign(" ".join(line.text for line in document.lines), enough=12)):
        raise refusal(other)
    return Reading(document, clauses, told.dates, told.people)


def read_file(data: bytes, name: str) -> Reading:
    """Read a file's bytes. Raises UnreadableError where it cannot be read."""
    return read(load(data, name))
