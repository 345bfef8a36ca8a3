"""Words as people type them: text-speak, missing apostrophes, endings and slips of the finger."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from schoolgate.policy.asking.lexicon import BREAK, data
from schoolgate.policy.asking.stemming import stem

LONGEST = 1000  # letters of a question that are read
_WORD = re.compile(r"[a-z0-9]+(?:\.(?=[a-z]\b)[a-z])*|[.?!;,]+")


class Token(NamedTuple):
    """A word as typed, and its stem once text-speak and slips are put right."""

    text: str
    stem: str


def _plain(text: str) -> str:
    """The text without apostrophes, and with the words that people run apart joined."""
    for mark in "’‘'`":
        text = text.replace(mark, "")
    joined: dict[str, str] = data("spelling")["joined"]
    return _apart().sub(lambda found: joined[found[0]], text)


@cache
def _apart() -> re.Pattern[str]:
    joined = sorted(data("spelling")["joined"], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, joined))})\b")


def tokens(text: str, known: frozenset[str]) -> list[Token]:
    """The words of a question; a token whose stem is BREAK ends a sentence or a part of one.

    `known` are the stems that a slip of the finger may have meant.
    """
    spelling = data("spelling")
    found = []
    for word in _WORD.findall(_plain(text[:LONGEST].lower())):
        if word[0] in ".?!;,":
            found.append(Token(word, BREAK))
            continue
        for plain in spelling["speak"].get(word, word).split():
            if plain == "the":
                continue
            found.append(Token(word, _put_right(stem(plain), plain, known)))
    return found


@lru_cache(maxsize=4096)
def _put_right(root: str, word: str, known: frozenset[str]) -> str:
    if root in known or len(word) < 5 or not word.isalpha() or root in _ordinary():
        return root
    return _near(root, known) or root


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(stem(word) for word in data("spelling")["ordinary"].split())


def _near(root: str, known: Iterable[str]) -> str | None:
    """The one known stem a slip away (two in a long word) with the same first letter."""
    allowed = 1 if len(root) < 7 else 2
    best: list[tuple[int, int, str]] = []
    for other in known:
        if other[0] == root[0] and len(other) > 3 and abs(len(other) - len(root)) <= allowed:
            slips = _slips(root, other, allowed)
            if slips <= allowed:
                best.append((slips, abs(len(other) - len(root)), other))
    return min(best)[2] if best else None


def _slips(one: str, other: str, allowed: int) -> int:
    """Letters added, lost, changed or swapped with their neighbour (optimal string alignment), up to allowed + 1."""
    before: list[int] = []
    previous = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > allowed:
            return allowed + 1
        before, previous = previous, row
    return previous[-1]
