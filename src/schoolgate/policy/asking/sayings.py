"""Questions whose act is known, and how near a new question comes to each."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from schoolgate.policy.asking.lexicon import data
from schoolgate.policy.asking.words import tokens


class Like(NamedTuple):
    """How near (0 to 1) the nearest known question of an act is, and that question."""

    nearness: float
    saying: str


class _Index(NamedTuple):
    sayings: tuple[tuple[str, str], ...]
    rarity: Mapping[str, float]
    places: Mapping[str, list[tuple[int, float]]]


@cache
def _index() -> _Index:
    """For each stem, the sayings that have it and its share in each: TF-IDF vectors of length one."""
    known = data("sayings_people") | data("sayings_school")
    sayings = tuple((act, saying) for act, lines in known.items() for saying in lines.splitlines())
    stems = [{token.stem for token in tokens(saying, frozenset())} for _, saying in sayings]
    counts = Counter(stem for found in stems for stem in found)
    rarity = {stem: math.log(len(sayings) / count) for stem, count in counts.items()}
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, found in enumerate(stems):
        size = math.hypot(*(rarity[stem] for stem in found))
        for stem in found:
            places[stem].append((number, rarity[stem] / size))
    return _Index(sayings, rarity, places)


def stems() -> frozenset[str]:
    """Every stem of the known questions."""
    return frozenset(_index().rarity)


def likeness(asked: Iterable[str]) -> dict[str, Like]:
    """For each act, its known question nearest to one with these stems."""
    index = _index()
    known = {stem for stem in asked if stem in index.rarity}
    size = math.hypot(*(index.rarity[stem] for stem in known)) or 1.0
    near: dict[int, float] = defaultdict(float)
    for stem in known:
        for number, share in index.places[stem]:
            near[number] += share * index.rarity[stem] / size
    best: dict[str, Like] = {}
    for number, nearness in near.items():
        act, saying = index.sayings[number]
        if act not in best or nearness > best[act].nearness:
            best[act] = Like(min(nearness, 1.0), saying)
    return best
