"""Names that stand in a letter and are not for whoever gets it."""

from __future__ import annotations

from schoolgate.casework.letters.models import Letter
from schoolgate.casework.reports.naming import Names
from schoolgate.community.names.known import Named


def strays(letter: Letter, words: str) -> list[str]:
    """The names of others in the case, or parts of them, that stand in the words, as they stand there."""
    own = [Named("to", letter.said("to")), Named("child", letter.said("child"))]
    return Names(letter.case, own).stand_in(words, {"to", "child"})
