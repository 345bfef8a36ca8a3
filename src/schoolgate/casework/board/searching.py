"""Finding a case among those that somebody may open: by its reference, a name, or a word of what it says."""

from __future__ import annotations

import re

from django.db.models import Exists, OuterRef, Q, QuerySet

from schoolgate.casework.board.models import Word
from schoolgate.casework.board.words import SHORTEST, mark, parts
from schoolgate.casework.cases.models import Case, Party
from schoolgate.community.accents import like
from schoolgate.community.models import Person, School

REFERENCE = re.compile(r"\s*(?:c[-\s]*)?([0-9a-f]{8}|[0-9a-f]{10})\s*", re.IGNORECASE)
MOST_WORDS = 8
A_FEW = 200


def matching(cases: QuerySet[Case], school: School, typed: str) -> QuerySet[Case]:
    """Those of the cases that have this reference, or that every word of it is found in.

    A word is found in a title, a summary or the name of somebody from outside as a whole, from three letters on; in the
    name of somebody of the school from its beginning.
    """
    if reference := REFERENCE.fullmatch(typed):
        return cases.filter(reference=f"C-{reference[1].upper()}")
    for word in parts(typed)[:MOST_WORDS]:
        cases = cases.filter(_found(school, word))
    return cases


def _found(school: School, word: str) -> Q:
    """Whether a word is found in a case. A name that many have is looked up in each case that is left by the others."""
    said = Word.unscoped.filter(mark=mark(school, word)) if len(word) >= SHORTEST else Word.unscoped.none()
    people = called(school, word).order_by()
    few = list(people.values_list("pk", flat=True)[: A_FEW + 1])
    naming = Party.unscoped.filter(ended_at=None).order_by()
    if len(few) <= A_FEW:
        # One list of cases rather than one or the other of each: from a short list the database goes to its cases.
        return Q(pk__in=said.order_by().values("case").union(naming.filter(person__in=few).values("case")))
    named = Exists(naming.filter(case=OuterRef("pk"), person__name__iregex=_beginning(word)))
    return Q(pk__in=said.values("case")) | Q(named)


def named_in(cases: QuerySet[Case], school: School, typed: str) -> QuerySet[Person]:
    """The people of a school with this name whom one of the cases names, now or once."""
    words = [] if REFERENCE.fullmatch(typed) else parts(typed)[:MOST_WORDS]
    people = Person.objects.of(school) if words else Person.objects.of(school).none()
    for word in words:
        people = people.filter(pk__in=called(school, word).order_by().values("pk"))
    one_of_them = cases.order_by().filter(pk=OuterRef("case"))
    return people.filter(Exists(Party.unscoped.filter(Exists(one_of_them), person=OuterRef("pk"))))


def called(school: School, word: str) -> QuerySet[Person]:
    """The people of a school of whose name a part begins with a word, accents and apostrophes aside."""
    return Person.objects.of(school).filter(name__iregex=_beginning(word))


def _beginning(word: str) -> str:
    """A regular expression for a word with which a part of a name begins."""
    letters = "[’'`]?".join(like(letter) for letter in word)
    return rf"(^|\W){letters}"
