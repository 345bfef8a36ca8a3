"""Finding a case among those that somebody may open: by its reference, a name, or a word of what it says."""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet

from schoolgate.casework.board.models import Word
from schoolgate.casework.board.words import SHORTEST, mark, parts
from schoolgate.casework.cases.models import Case, Party
from schoolgate.community.accents import like
from schoolgate.community.models import Person, School

REFERENCE = re.compile(r"\s*(?:c[-\s]*)?([0-9a-f]{8,10})\s*", re.IGNORECASE)
MOST_WORDS = 8


def matching(cases: QuerySet[Case], school: School, typed: str) -> QuerySet[Case]:
    """Those of the cases that have this reference, or that every word of it is found in.

    A word is found in a title, a summary or the name of somebody from outside as a whole, from three letters on; in the
    name of somebody of the school from its beginning.
    """
    if reference := REFERENCE.fullmatch(typed):
        return cases.filter(reference=f"C-{reference[1].upper()}")
    for word in parts(typed)[:MOST_WORDS]:
        naming = Party.unscoped.filter(person__in=called(school, word), ended_at=None)
        said = Word.unscoped.filter(mark=mark(school, word)) if len(word) >= SHORTEST else Word.unscoped.none()
        cases = cases.filter(Q(pk__in=said.values("case")) | Q(pk__in=naming.values("case")))
    return cases


def called(school: School, word: str) -> QuerySet[Person]:
    """The people of a school of whose name a part begins with a word, accents and apostrophes aside."""
    letters = "[’'`]?".join(like(letter) for letter in word)
    return Person.objects.of(school).filter(name__iregex=rf"(^|\W){letters}")
