"""Names that stand in a letter and are not for whoever gets it."""

from __future__ import annotations

import re

from schoolgate.casework.cases.models import Party
from schoolgate.casework.letters.models import Letter
from schoolgate.community.accents import plain
from schoolgate.community.called import TITLES

SHORTEST = 3
"""Letters of a part of a name that is looked for: shorter ones stand in many words."""


WORD = re.compile(r"[^\W\d_]+")


def strays(letter: Letter, words: str) -> list[str]:
    """The parts of the names of others whom the case is about that stand in the words, as they stand there.

    Only where they begin with a capital: nobody is meant by “grace” or “will” in the middle of a sentence.
    """
    own = {part for name in (letter.said("to"), letter.said("child")) for part in _parts(name)}
    rows = Party.objects.of(letter.case.school).filter(case=letter.case_id, ended_at=None).select_related("person")
    others = {part for row in rows for part in _parts(row.person.name if row.person else row.said("name"))} - own
    stand = (word for word in WORD.findall(words) if word[0].isupper() and plain(word) in others)
    return list(dict.fromkeys(stand))


def _parts(name: str) -> list[str]:
    return [part for part in WORD.findall(plain(name)) if len(part) >= SHORTEST and part not in TITLES]
