"""What falls to an office falls to the next where it is about the office holder's own family."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from schoolgate.community.models import FamilyLink, Person
from schoolgate.policy.holders import FALLS_TO, holders


def keeping(by: Person, office: str, falls_to: Collection[str] = FALLS_TO) -> Callable[[Collection[int]], bool]:
    """Whether `by` is who sees to what is about a family, given by its numbers. Asks the database once for all.

    It falls to the first of `falls_to` that somebody holds.
    """
    first = holders(by.school, [office], falls_to=falls_to)
    then = holders(by.school, [], besides=first, falls_to=falls_to)

    def keeps(family: Collection[int]) -> bool:
        free = [one for one in first if one.pk not in family] or [one for one in then if one.pk not in family]
        return by in free

    return keeps


def families(people: Collection[int]) -> Mapping[int, set[int]]:
    """Each of these people with their parents, carers, children and other relatives, as numbers. Two queries."""
    found = {person: {person} for person in people}
    for mine, theirs in (("child", "adult"), ("adult", "child")):
        links = FamilyLink.unscoped.filter(**{f"{mine}__in": people})
        for person, other in links.values_list(mine, theirs):
            found[person].add(other)
    return found
