"""A question, read: its words, the concepts they speak of, and the people in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from schoolgate.policy.asking import people
from schoolgate.policy.asking.lexicon import Phrasebook, data, listed
from schoolgate.policy.asking.stemming import stem
from schoolgate.policy.asking.words import Token, tokens

Places = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Reading:
    """`concepts` maps each concept found to the words, from and up to, that spoke of it."""

    words: tuple[Token, ...]
    people: people.People
    concepts: Places

    @property
    def stems(self) -> list[str]:
        return [word.stem for word in self.words]

    def quote(self, concept: str) -> str:
        """The asker's own words for a concept."""
        start, end = self.concepts[concept]
        return " ".join(dict.fromkeys(word.text for word in self.words[start:end]))


@cache
def classes() -> dict[str, tuple[str, ...]]:
    """Classes of words that a phrase may name."""
    return {"site": tuple(listed(data("concepts")["sites"])), "digit": tuple(str(n) for n in range(1, 19))}


@cache
def _concepts() -> Phrasebook:
    return Phrasebook(data("phrases") | data("phrases_safety"), classes())


@cache
def _ignored() -> Phrasebook:
    return Phrasebook({"ignored": data("concepts")["ignored"]}, classes())


@cache
def known() -> frozenset[str]:
    """Every stem that the lexicon knows: what a slip of the finger may have meant."""
    from schoolgate.policy.asking.facts import stems

    return _concepts().stems | _ignored().stems | people.stems() | stems()


def read(text: str) -> Reading:
    """The question's words and what they speak of."""
    words = tokens(text, known())
    stems = [word.stem for word in words]
    who = people.read(stems, [word.text for word in words])
    found = _find(stems)
    found.update(who.places)
    _site_as_verb(stems, found)
    return Reading(tuple(words), who, found)


def _site_as_verb(stems: Sequence[str], found: dict[str, tuple[int, int]]) -> None:
    """To whatsapp, snapchat or insta somebody is to message them."""
    sites = frozenset(stem(site) for site in classes()["site"])
    for role in ("to.pupil", "to.parent", "to.staff", "to.head"):
        start = found.get(role, (0, 0))[0]
        while start and stems[start - 1] in people.glue("determiners") | {"my", "their"}:
            start -= 1
        if start > 1 and stems[start - 1] in sites and stems[start - 2] not in people.glue("placing"):
            found.setdefault("contact", (start - 1, start))


def _find(stems: Sequence[str]) -> dict[str, tuple[int, int]]:
    hidden = {place for _, start, end in _ignored().find(stems) for place in range(start, end)}
    concepts: dict[str, tuple[int, int]] = {}
    for concept, start, end in _concepts().find(stems):
        if hidden.issuperset(range(start, end)):
            continue
        before = concepts.get(concept)
        if before is None or end - start > before[1] - before[0]:
            concepts[concept] = (start, end)
    return concepts
