"""The force of a rule: must, should, may, or none, and the words that give it."""

from __future__ import annotations

from typing import NamedTuple

from schoolgate.documents.model import Modality


class Force(NamedTuple):
    """A modality, the words that gave it, how sure, and where in the text they stand (-1 where none do)."""

    value: Modality
    words: str
    confidence: float
    start: int = -1
    end: int = -1


def negative(force: Modality) -> bool:
    """Whether the force is against doing something."""
    return force in ("must_not", "should_not")
