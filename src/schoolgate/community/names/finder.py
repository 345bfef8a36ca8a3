"""Find the names of some people in a text, however they are written. Values in, values out.

A name is found whatever its capitals, accents, apostrophes, hyphens, spaces and line breaks, its first part first or
last, with a short form for it, beside any sign or emoji, in a hashtag, and with an s at its end. A full name is found
with a slip in one of its parts too. What is not found: a name that is misspelt and stands alone, and a short form that
`words.yaml` does not have.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from schoolgate.community.names.known import Atoms, Key, Named, calls
from schoolgate.community.names.parts import How, Match, Part, joined
from schoolgate.community.names.reading import Reading
from schoolgate.community.names.words import words

NOBODY: frozenset[Key] = frozenset()
SHORT = 2
"""Letters of a name that in small letters is a word or an ending: “al dente”."""
SHORTEST_WITH_S = 3
"""Letters of a name with an s at its end, and one more where it has no capital of its own: “this” is not Thi’s."""
SHORTEST_OF_TWO = 6
"""Letters of two parts of a name written as one word."""


class Sure(IntEnum):
    """How sure it is that the words are a name at all."""

    WORD = 0
    """It is an everyday word, in small letters."""
    CAPITAL = 1
    """It is one, with a capital that it would have anyway: it begins a sentence, or is a month."""
    NAME = 2


class Found(NamedTuple):
    """A name in a text, from place `start` to before `end`, and all whose name it may be."""

    start: int
    end: int
    people: frozenset[Key]
    how: How
    sure: Sure


class Finder:
    """The names of some people, ready to be looked for."""

    def __init__(self, people: Iterable[Named]) -> None:
        parts: dict[Atoms, Part] = {}
        self._atoms: dict[Key, set[str]] = {}
        for person in people:
            self._atoms.setdefault(person.key, set())
            for called in filter(lambda each: each.atoms, calls(person)):
                parts.setdefault(called.atoms, Part()).add(person.key, called)
                if len(called.atoms) == 1:
                    self._atoms[person.key].add(called.atoms[0])
        self._parts: dict[str, list[tuple[Atoms, Part]]] = {}
        for atoms in sorted(parts, key=len, reverse=True):
            self._parts.setdefault(atoms[0], []).append((atoms, parts[atoms]))

    def find(self, text: str, *, sure: Sure = Sure.CAPITAL, besides: Collection[Key] = NOBODY) -> list[Found]:
        """Every name, in order; none overlaps another.

        `sure`: from how sure on it counts. What may as well be the name of one of `besides` is none: a family has one
        last name.
        """
        if not self._parts:
            return []
        reading = Reading(text)
        found = (_found(reading, match) for match in joined(reading, self._matches(reading), self._atoms))
        return [one for one in found if one and one.sure >= sure and one.people.isdisjoint(besides)]

    def _matches(self, text: Reading) -> list[Match]:
        """Parts of names, one after the other; the longest, where several begin with one word."""
        made: list[Match] = []
        for number, word in enumerate(text.words):
            for atoms, part in self._parts.get(word.plain) or self._attached(text, number, word.plain):
                if (not made or made[-1].end <= number) and (len(atoms) == 1 or text.says(number, atoms)):
                    made.append(Match(number, number + len(atoms), part))
                    break
        return made

    def _attached(self, text: Reading, number: int, word: str) -> Sequence[tuple[Atoms, Part]]:
        """What a word is that no name begins with: the Ashdowns, Annas mother, @graceashdown."""
        if word[-1] == "s" and len(word) > SHORTEST_WITH_S and (part := self._one(word[:-1])):
            plainly = len(word) > SHORTEST_WITH_S + 1 or (text.capital(number) and not text.opens(number))
            return [((word,), part)] if plainly else ()
        if len(word) < SHORTEST_OF_TWO or not text.may_be_several(number):
            return ()
        for place in range(SHORT, len(word) - SHORT + 1):
            one, other = self._one(word[:place]), self._one(word[place:])
            if one and other and (both := one.with_other(other)):
                return [((word,), Part(full=both))]
        return ()

    def _one(self, word: str) -> Part | None:
        """The part of a name that is this word alone."""
        return next((part for atoms, part in self._parts.get(word, ()) if len(atoms) == 1), None)


def _found(text: Reading, match: Match) -> Found | None:
    sure = _sure(text, match)
    if sure is None:
        return None
    first, last = text.words[match.begin], text.words[match.end - 1]
    return Found(first.start, last.end, frozenset(match.people), match.how, sure)


def _sure(text: Reading, match: Match) -> Sure | None:
    """How sure it is; None where it cannot be told from part of another word."""
    known, said = words(), [word.plain for word in text.words[match.begin : match.end]]
    short = len(said) == 1 and len(said[0]) <= SHORT
    if match.how == How.TITLED:
        return Sure.NAME
    if short and match.alone and text.small(match.begin):
        return None
    if not all(known.is_one(word) for word in said):
        return Sure.NAME
    if not text.capital(match.begin):
        return Sure.WORD
    if match.alone and (text.opens(match.begin) or any(map(known.has_a_capital, said))):
        return Sure.WORD if short else Sure.CAPITAL
    return Sure.NAME
