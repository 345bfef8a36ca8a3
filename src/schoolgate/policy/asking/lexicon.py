"""The lexicon: phrases of one or more words, by the concept they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from schoolgate.policy.asking.stemming import stem
from schoolgate.policy.vocabulary import load_yaml

GAP = ".."  # in a phrase: up to three words of any kind
GAP_WORDS = 3
ANY = "@word"
BREAK = "."  # the stem of whatever ends a sentence or a part of one


@cache
def data(name: str) -> Any:
    """One of the YAML files beside this module."""
    return load_yaml(files("schoolgate.policy.asking").joinpath(f"{name}.yaml").read_bytes())


def _part(part: str) -> str:
    return part if part == GAP or part[0] == "@" else stem(part)


def listed(text: str) -> list[str]:
    """The phrases of a list written with commas."""
    return text.split(", ")


class Found(NamedTuple):
    """A phrase of `concept` in the words from `start` up to, not including, `end`."""

    concept: str
    start: int
    end: int


class Phrasebook:
    """Phrases indexed by their first stem. An element may be a stem, GAP, ANY word, or @class, a class of words."""

    def __init__(self, phrases: Mapping[str, str], classes: Mapping[str, Iterable[str]]) -> None:
        self.classes = {f"@{name}": frozenset(stem(word) for word in words) for name, words in classes.items()}
        self.by_first: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for concept, text in phrases.items():
            for phrase in listed(text):
                parts = tuple(
                    _part(part) for part in phrase.replace("social media", "socialmedia").split() if part != "the"
                )
                for first in self.classes.get(parts[0], (parts[0],)):
                    self.by_first.setdefault(first, []).append((concept, parts))
        self.stems = frozenset(
            part for listed in self.by_first.values() for _, parts in listed for part in parts if part[0] not in "@."
        ).union(*self.classes.values())

    def find(self, stems: Sequence[str]) -> Iterator[Found]:
        """Every phrase in the stems, from left to right."""
        for start, first in enumerate(stems):
            for concept, parts in self.by_first.get(first, ()):
                end = self._end(parts, 1, stems, start + 1)
                if end:
                    yield Found(concept, start, end)

    def _end(self, parts: tuple[str, ...], at: int, stems: Sequence[str], place: int) -> int:
        """Where the phrase ends if the parts from `at` on match from `place` on, else 0."""
        if at == len(parts):
            return place
        if parts[at] == GAP:
            for skipped in range(GAP_WORDS + 1):
                if BREAK in stems[place : place + skipped]:
                    break
                end = self._end(parts, at + 1, stems, place + skipped)
                if end:
                    return end
            return 0
        if place >= len(stems):
            return 0
        part = parts[at]
        if part == ANY:
            same = stems[place] != BREAK
        else:
            same = stems[place] in self.classes[part] if part[0] == "@" else stems[place] == part
        return self._end(parts, at + 1, stems, place + 1) if same else 0
