"""Names that are nobody's: of classes and teams."""

from __future__ import annotations

from collections.abc import Iterator

from schoolgate.community.models import Group, School

AROUND = ("{} class", "class {}", "{} house", "house {}", "{} team", "team {}")
"""How a class with a name of one word is spoken of: “Maple” by itself may be a pupil."""


def of_classes(school: School) -> tuple[str, ...]:
    names = Group.objects.of(school).filter(ended_on=None).order_by().values_list("name", flat=True)
    return tuple(said for name in names.distinct() for said in _spoken(name))


def _spoken(name: str) -> Iterator[str]:
    if len(name.split()) > 1:
        yield name
    else:
        yield from (around.format(name) for around in AROUND)
