"""Names that stand in a letter and are not for whoever gets it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schoolgate.casework.cases.models import Party
from schoolgate.casework.letters.models import Letter
from schoolgate.casework.reports.models import Report
from schoolgate.community.accents import plain
from schoolgate.community.called import TITLES

SHORTEST = 3
"""Letters of a part of a name that is looked for: shorter ones stand in many words."""


WORD = re.compile(r"[^\W\d_]+")


def strays(letter: Letter, words: str) -> list[str]:
    """The parts of others' names that stand in the words, as they stand there.

    Only where they begin with a capital: nobody is meant by “grace” or “will” in the middle of a sentence.
    """
    own = {part for name in (letter.said("to"), letter.said("child")) for part in _parts(name)}
    others = {part for name in _names(letter) for part in _parts(name)} - own
    stand = (word for word in WORD.findall(words) if word[0].isupper() and plain(word) in others)
    return list(dict.fromkeys(stand))


def _names(letter: Letter) -> Iterator[str]:
    """Those whom the case is about, and those who told us of it."""
    of_case = {"case": letter.case_id}
    parties = Party.objects.of(letter.case.school).filter(**of_case, ended_at=None).select_related("person")
    yield from (row.person.name if row.person else row.said("name") for row in parties)
    reports = Report.objects.of(letter.case.school).filter(**of_case).select_related("by")
    yield from (row.by.name if row.by else row.said("name") for row in reports)


def _parts(name: str) -> list[str]:
    return [part for part in WORD.findall(plain(name)) if len(part) >= SHORTEST and part not in TITLES]
