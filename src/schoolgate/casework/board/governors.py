"""What governors learn of a school's cases: counts for the school as a whole, which point at nobody.

Each case is counted once in each list. Every number is told to the nearest five, and fewer than five not at all.
Low-level concerns are counted by themselves and in no list: the rest would tell of the graver ones.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from schoolgate.casework.board.narrowing import between
from schoolgate.casework.board.numbers import Points, by_outcome, how_long
from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.words import kinds
from schoolgate.community.few import about, about_whole, many
from schoolgate.community.models import School

SEVERAL, NOT_YET = " several", " none"
Told = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Worries:
    """How many worries the school was told of, and low-level concerns, in words ('' for none); and what is many of
    them: what they were about, how they ended, how long those took that ended."""

    number: str
    low_level: str
    kinds: Told
    ended: Told
    took: Told


def worries(school: School, since: date) -> Worries:
    """Those of all cases that came from a day on. A case that was joined to another is one with it."""
    told = between(Case.objects.of(school), since, None).exclude(state=Case.State.JOINED)
    cases = told.exclude(threshold=Case.Threshold.LOW_LEVEL)
    number, low_level = cases.count(), told.filter(threshold=Case.Threshold.LOW_LEVEL).count()
    running = cases.exclude(state=Case.State.CLOSED).count()
    of_kinds, ended = _kinds(cases), [*by_outcome(cases), ("Still being dealt with", running)]
    return Worries(
        number=about_whole(number, of_kinds, ended) if number else "",
        low_level=about(low_level) if low_level else "",
        kinds=many(of_kinds),
        ended=many(ended),
        took=many(how_long(cases)),
    )


def _kinds(cases: QuerySet[Case]) -> Points:
    """How many are of each kind alone, of several, and of none yet: each case once."""
    found = Counter[str]()
    for together, number in cases.order_by().values_list("kinds").annotate(number=Count("pk")):
        found[SEVERAL if len(together) > 1 else together[0] if together else NOT_YET] += number
    words = {code: word.label for code, word in kinds().items()}
    words |= {SEVERAL: "Several of these", NOT_YET: "Not looked at yet"}
    return [(label, found[code]) for code, label in words.items()]
