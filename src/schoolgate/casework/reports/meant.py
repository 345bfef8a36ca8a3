"""Who may be meant by what was typed and ticked: whoever may be is kept from it until somebody finds that they are not.

Only those to whom it could come are looked at: it is a precaution, and no list of whom a report is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from schoolgate.casework.cases.powers import DECIDERS
from schoolgate.casework.reports.questions import data
from schoolgate.community.accents import plain
from schoolgate.community.called import called, like_called
from schoolgate.community.finding import holding
from schoolgate.community.models import FamilyLink, Person, School
from schoolgate.community.names.finder import Finder, Sure
from schoolgate.community.names.known import Key
from schoolgate.community.names.parts import How
from schoolgate.community.names.roll import named as by_number


class Meant(NamedTuple):
    """Whom a report is about as far as it says so, and who shares a name, or one like it, with somebody it names."""

    surely: list[Person]
    perhaps: list[Person]


def may_be_meant(school: School, *, names: Iterable[str], words: str = "", roles: Iterable[str] = ()) -> Meant:
    """Those of a school to whom a report could come and whom it may be about.

    `names` are what was typed as names, so a slip of the pen counts; in free `words`, somebody's name as it is
    written, or their title and a part of it, or their role; `roles` those that were ticked. With them the family of
    any pupil who is called what was typed.
    """
    there = list(
        holding(school, *DECIDERS).select_related("school", "account", "offered_to").prefetch_related("holdings")
    )
    parts = [part for name in names for part in _parts(name)]
    text = _plain(" ".join([*parts, words]))
    wanted = {*roles, *_roles_in(text), *(role for part in parts for role in _role_called(part))}
    exactly = {part: {person.pk for person in called(school, part)} for part in parts}
    named = {number for numbers in exactly.values() for number in numbers}
    fully, partly = _named_in("; ".join([*parts, words]), there)
    family = set(FamilyLink.objects.of(school).filter(child__in=named).values_list("adult", flat=True))
    surely = [one for one in there if one.roles() & wanted or one.pk in family | named | fully]
    like = [
        one
        for part, found in exactly.items()
        if not found
        for one in like_called(there, part, by_role=False, whole=True)
    ]
    perhaps = [*like, *(one for one in there if one.pk in partly)]
    return Meant(surely, [one for one in dict.fromkeys(perhaps) if one not in surely])


def _parts(names: str) -> list[str]:
    """Several names on one line: “Mrs Fern, and Tom Green”."""
    return [part.strip() for part in re.split(r"[,;\n]|\band\b|&", names) if part.strip()]


def _named_in(text: str, people: Iterable[Person]) -> tuple[set[Key], set[Key]]:
    """Whose whole name stands in the words; and whose perhaps, with a title before a part of it or a slip in it."""
    found = Finder(map(by_number, people)).find(text, sure=Sure.WORD)
    fully = {key for one in found if one.how == How.FULL for key in one.people}
    return fully, {key for one in found if one.how in (How.TITLED, How.ALIKE) for key in one.people}


def _roles_in(text: str) -> set[str]:
    return {role for role, ways in data()["roles"].items() if any(re.search(rf"\b{way}\b", text) for way in ways)}


def _role_called(part: str) -> set[str]:
    return {role for role, ways in data()["as_names"].items() if _plain(part) in ways}


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", plain(words)))
