"""Finding somebody by what is typed of them: their name or address as it is written, or a name like it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from django.db.models import Q

from schoolgate.community.accents import plain
from schoolgate.community.models import Person, School
from schoolgate.community.roles import ACTING, Role

ALIKE = 0.75
"""How like each other two words are to be taken for one, mistyped: 1 is the same."""
SHORTEST = 2
"""Letters of a word that tells who is meant: an initial does not."""
TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr", "sir", "the", "of"})


def called(school: School, typed: str) -> list[Person]:
    """Everybody of a school with this name or address, whatever the capitals: two can have one name."""
    words = " ".join(typed.split())
    if not words:
        return []
    one = Q(name__iexact=words) | Q(name=words)
    if "@" in words:
        one = Q(account__email__iexact=words) | Q(offered_to__email__iexact=words) | Q(address__iexact=words)
    return list(Person.objects.of(school).filter(one).prefetch_related("holdings").order_by("pk"))


def like_called(people: Iterable[Person], typed: str, *, by_role: bool = True, whole: bool = False) -> list[Person]:
    """Those of these people who may be meant, with a name like one that is typed, or the role: the likest first.

    `by_role`: whether the role counts; not where a name is typed that nobody means for a role, as "Fletcher". `whole`:
    where a first and a family name are typed both have to be alike, since many share one of them.
    """
    wanted, found = _words(typed), []
    needed = min(len(wanted), 2) if whole else 1
    for person in people:
        alike = sum(bool(get_close_matches(word, _known_as(person, by_role), 1, ALIKE)) for word in wanted)
        found += [(alike, person)] if alike and alike >= needed else []
    return [person for _, person in sorted(found, key=lambda pair: -pair[0])]


def may_be_one(name: str, other: str) -> bool:
    """Whether two names may be one person's: their order, titles, initials, accents and middle names aside."""
    one, two = sorted((_words(name), _words(other)), key=len)
    return bool(one) and (one == two or (len(one) > 1 and one < two))


def _known_as(person: Person, by_role: bool) -> list[str]:
    led = [str(Role(role).label) for role in person.held() if role in ACTING] if by_role else []
    return sorted(_words(" ".join([person.name, person.given_name, person.family_name, *led])))


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", plain(text)) if len(word) >= SHORTEST and word not in TITLES}
