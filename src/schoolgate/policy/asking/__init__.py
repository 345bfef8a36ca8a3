"""Plain words to acts: "can I add a parent on facebook" is befriend.parent.

No model and no network: a lexicon of phrases (`phrases*.yaml`), who asks and who would do it (`people.yaml`), the
ways in which each act is meant (`acts.yaml`), questions whose act is known (`sayings_*.yaml`) and the words that fix
a fact (`facts.yaml`). Every candidate can say which words decided it, or which known question it is like.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache

from schoolgate.policy.asking.facts import Facts
from schoolgate.policy.asking.lexicon import data
from schoolgate.policy.asking.reading import Reading, read
from schoolgate.policy.asking.sayings import Like, likeness
from schoolgate.policy.vocabulary import acts

SURE = 0.55  # a best candidate below this is a guess: ask which act was meant
CLEAR = 0.8  # a best candidate from here on leaves behind those that are FAR from it
FAR = 0.35
LEAST = 0.2
MOST = 12
USUAL_WEIGHT = 0.5
AGAINST = 0.45
MISSING = 0.45
LIKE = 0.5  # how much a question just like a known one says by itself


@dataclass(frozen=True, slots=True)
class Candidate:
    """An act the question may be about: facts that its words fix, 0 to 1 how likely, and the words that decided."""

    act: str
    facts: Mapping[str, str]
    score: float
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One way of meaning an act: concepts that have to be there, that add to it, and that speak against it."""

    needs: tuple[tuple[str, ...], ...]
    helps: tuple[str, ...]
    against: tuple[str, ...]


def match(text: str) -> list[Candidate]:
    """The acts that a question may be about, the likeliest first, twelve at most.

    None where it speaks of nothing that is known; a best score under SURE means that it is only a guess.
    """
    reading = read(text)
    near = likeness(reading.stems)
    scored = []
    for order, (act, ways) in enumerate(_ways().items()):
        sure, way = max(((_score(way, reading.concepts), way) for way in ways), key=lambda one: one[0])
        like = near.get(act, Like(0.0, ""))
        score = 1 - (1 - sure) * (1 - LIKE * like.nearness)
        if score >= LEAST:
            why = _why(way, reading) if sure else (like.saying,)
            scored.append((-score, order, act, why))
    scored.sort()
    facts = Facts(reading)
    return [
        Candidate(act, facts.of(act, _doers().get(act, "")), round(-score, 3), why)
        for score, _, act, why in scored[:MOST]
    ]


def likely(text: str) -> list[Candidate]:
    """Those of `match` to choose from: where one is clear, only what comes near it."""
    found = match(text)
    if not found or found[0].score < CLEAR:
        return found
    return [candidate for candidate in found if candidate.score > found[0].score - FAR]


@cache
def _ways() -> Mapping[str, tuple[Way, ...]]:
    written = data("acts")
    return {act: tuple(_way(line) for line in written[act]["ways"]) for act in acts()}


@cache
def _doers() -> Mapping[str, str]:
    return {act: entry["doer"] for act, entry in data("acts").items() if "doer" in entry}


def _way(line: str) -> Way:
    words = line.split()
    return Way(
        needs=tuple(tuple(word.split("|")) for word in words if word[0] not in "?-"),
        helps=tuple(word[1:] for word in words if word[0] == "?"),
        against=tuple(word[1:] for word in words if word[0] == "-"),
    )


@cache
def _weight(concept: str) -> float:
    return float(data("concepts")["weights"].get(concept, USUAL_WEIGHT))


def _score(way: Way, found: Container[str]) -> float:
    """How sure the concepts found make us that this way is meant, each leaving less room for doubt."""
    doubt, missing = 1.0, 0
    for choices in way.needs:
        there = [_weight(concept) for concept in choices if concept in found]
        if there:
            doubt *= 1 - max(there)
        else:
            missing += 1
    if missing > 1 or missing == len(way.needs):
        return 0.0
    for concept in way.helps:
        if concept in found:
            doubt *= 1 - _weight(concept) / 2
    score = (1 - doubt) * (MISSING if missing else 1.0)
    for concept in way.against:
        if concept in found:
            score *= AGAINST
    return score


def _why(way: Way, reading: Reading) -> tuple[str, ...]:
    """The asker's words that spoke for this way, without repeats."""
    spoke = [concept for choices in (*way.needs, way.helps) for concept in choices if concept in reading.concepts]
    return tuple(dict.fromkeys(reading.quote(concept) for concept in spoke))
