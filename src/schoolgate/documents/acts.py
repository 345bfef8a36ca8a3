"""Which act of the catalogue a clause is about, and which of the act's facts its words fix."""

from __future__ import annotations

from typing import NamedTuple

from .model import Label


class Act(NamedTuple):
    """An act with the words that gave it, and its facts."""

    label: Label
    facts: tuple[tuple[str, str], ...]


def act_of(text: str, modality: str) -> Act | None:
    """The act, or None where no act fits."""
    return None
