"""Who may be meant by what was typed and ticked: whoever may be is kept from it until somebody finds that they are not.

Only those to whom it could come are looked at: it is a precaution, and no list of whom a report is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from schoolgate.casework.cases.powers import DECIDERS
from schoolgate.casework.reports.questions import data
from schoolgate.community.accents import plain
from schoolgate.community.called import called, like_called
from schoolgate.community.finding import holding
from schoolgate.community.models import FamilyLink, Person, School

TITLE = r"(?:mr|mrs|miss|ms|mx|dr|sir|mister|misses)"


def may_be_meant(school: School, *, names: Iterable[str], words: str = "", roles: Iterable[str] = ()) -> list[Person]:
    """Those of a school to whom a report could come and whom it may be about.

    `names` are what was typed as names, so a slip of the pen counts; in free `words`, somebody's name as it is
    written, or their title and family name, or their role; `roles` those that were ticked. With them the family of
    any pupil who is called what was typed.
    """
    there = list(
        holding(school, *DECIDERS).select_related("school", "account", "offered_to").prefetch_related("holdings")
    )
    typed = [name for name in names if name.strip()]
    wanted = {*roles, *_roles_in(" ".join([*typed, words]))}
    found = [person for person in there if person.roles() & wanted or _is_named(person, " ".join([*typed, words]))]
    found += [person for name in typed for part in _parts(name) for person in like_called(there, part)]
    exactly = {person.pk for name in typed for part in _parts(name) for person in called(school, part)}
    family = set(FamilyLink.objects.of(school).filter(child__in=exactly).values_list("adult", flat=True))
    found += [person for person in there if person.pk in family | exactly]
    return list(dict.fromkeys(found))


def _parts(names: str) -> list[str]:
    """Several names on one line: “Mrs Fern, and Tom Green”."""
    return [part.strip() for part in re.split(r"[,;\n]|\band\b|&", names) if part.strip()]


def _is_named(person: Person, words: str) -> bool:
    """Whether their whole name, or their title and family name, stands in the words."""
    text = " ".join(re.findall(r"\w+", plain(words)))
    name = re.findall(r"\w+", plain(person.name))
    family = re.findall(r"\w+", plain(person.family_name)) or name[-1:]
    if not name:
        return False
    ways = [re.escape(" ".join(name)), rf"{TITLE} (?:\w+ )?{re.escape(' '.join(family))}"]
    return any(re.search(rf"\b{way}\b", text) for way in ways)


def _roles_in(words: str) -> set[str]:
    text = " ".join(re.findall(r"\w+", plain(words)))
    return {role for role, ways in data()["roles"].items() if any(re.search(rf"\b{way}\b", text) for way in ways)}
