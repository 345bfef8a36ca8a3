"""Names of the school's people in what others write: pointed out to whoever reads it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from schoolgate.community.finding import holding
from schoolgate.community.models import Person, School
from schoolgate.community.names.finder import Finder
from schoolgate.community.names.parts import How
from schoolgate.community.names.roll import finder_of
from schoolgate.community.roles import Role

ADULTS = (Role.STAFF, Role.GOVERNOR, Role.VOLUNTEER)
CERTAIN = (How.FULL, How.TITLED)


class Names(NamedTuple):
    """Names as they stand in the words, those that may be a pupil's apart; and the numbers of whom they surely mean."""

    pupils: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    surely: frozenset[int] = frozenset()


def names_of(school: School) -> Finder:
    """The names of all pupils, and of the grown-ups who work here or help."""
    return finder_of(school, Role.PUPIL, *ADULTS)


def names_in(school: School, texts: Iterable[str]) -> list[Names]:
    """What each text names, in as many queries for many as for one."""
    finder = names_of(school)
    said = [(text, finder.find(text)) for text in texts]
    keys = {key for _, found in said for one in found for key in one.people}
    pupils = set(holding(school, Role.PUPIL).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    made = []
    for text, found in said:
        words = [(" ".join(text[one.start : one.end].split()), bool(one.people & pupils)) for one in found]
        surely = {key for one in found if one.how in CERTAIN and len(one.people) == 1 for key in one.people}
        made.append(
            Names(
                tuple(dict.fromkeys(name for name, pupil in words if pupil)),
                tuple(dict.fromkeys(name for name, pupil in words if not pupil)),
                frozenset(key for key in surely if isinstance(key, int)),
            )
        )
    return made


def people_named(school: School, text: str) -> list[Person]:
    """Those whom the words surely mean."""
    [found] = names_in(school, [text])
    return list(Person.objects.of(school).filter(pk__in=found.surely).order_by("pk"))
