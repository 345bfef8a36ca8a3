"""Replace names and words in a text, so that it can be shown to somebody who is not to know them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

SHORT = 2
"""Letters of a part of a name that is replaced only where it begins with a capital: “An” and “So” are names too."""


class Redacted(NamedTuple):
    """The text without them, and how many times one was replaced."""

    text: str
    replaced: int


def redact_text(text: str, names: Iterable[str], words: Iterable[str] = ()) -> Redacted:
    """Every name, and each part of it, becomes [name 1], [name 2] …; every other word [removed].

    Accents make no difference, nor do capital letters, except in parts of two letters. Names are numbered in the order
    in which they are given.
    """
    text = unicodedata.normalize("NFC", text)
    instead: dict[str, str] = {}
    for number, name in enumerate(names, 1):
        for part in (name, *name.split(), *re.split(r"[\s\-–]+", name)):
            if part == name or len(part) >= SHORT:
                instead.setdefault(_plain(part), f"[name {number}]")
    for word in words:
        instead.setdefault(_plain(word), "[removed]")
    wanted = sorted((part for part in instead if part), key=len, reverse=True)
    if not wanted:
        return Redacted(text, 0)
    folded, places = _folded(text)
    any_of = "|".join(re.escape(part).replace(r"\ ", r"\s+") for part in wanted)
    pattern = re.compile(rf"(?<![^\W_])(?:{any_of})(?![^\W_])")
    made: list[str] = []
    after = count = 0
    for found in pattern.finditer(folded):
        first, last = places[found.start()], places[found.end() - 1]
        if len(found.group()) <= SHORT and text[first].islower():
            continue
        made += [text[after:first], instead[" ".join(found.group().split())]]
        after, count = last + 1, count + 1
        while after < len(text) and unicodedata.combining(text[after]):
            after += 1
    return Redacted("".join([*made, text[after:]]), count)


def _plain(words: str) -> str:
    return " ".join(_folded(unicodedata.normalize("NFC", words))[0].split())


def _folded(text: str) -> tuple[str, list[int]]:
    """The text in small letters without accents, and for each of its letters the place that it came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for plain in unicodedata.normalize("NFKD", letter).casefold():
            if not unicodedata.combining(plain):
                letters.append("'" if plain == "’" else plain)
                places.append(place)
    return "".join(letters), places
