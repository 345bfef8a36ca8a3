"""Read a text word by word, each in small letters and without accents, with the place where it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from schoolgate.community.accents import UNDIVIDED

TOGETHER = str.maketrans({**UNDIVIDED, "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ʼ": "", "ʻ": ""})
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"
"""What a word can hold and nobody sees: a soft hyphen, joiners, marks of how a letter is drawn."""
ONE_NAME = re.compile(r"[\s'’‐–—_-]*\.?\Z")
"""What may stand between two words of one name: a space, a line break; a point without a space after it."""
COMMA = re.compile(r"\s*,\s*\Z")
ONE_PART = re.compile(r"[\s'’‐–-]*\Z")
"""What may stand between two words where no comma parts them."""
SHORTENED = re.compile(r"\.?\s*\Z")
"""What may stand after a title or an initial."""
SIGNS = 3
"""As many signs as stand between the words of an address on the web."""
SIGNED = frozenset("@#_0123456789")
"""What stands before or after a word that may be several."""
ENDS = frozenset(".!?…:\n")
"""After one of these a sentence begins."""


def _marks() -> Iterable[str]:
    """Accents, and the vowel signs that in some scripts follow a letter."""
    letters = map(chr, chain(range(0x300, 0x3100), range(0xA600, 0xAC00), range(0xFE00, 0xFE30)))
    return (letter for letter in letters if unicodedata.category(letter)[0] == "M")


WORD = re.compile(rf"\d+|[^\W\d_](?:[^\W\d_]|[{''.join(_marks())}{UNSEEN}])*")


class Word(NamedTuple):
    """A run of letters, or of digits. `start` and `end` are places in the text."""

    plain: str
    start: int
    end: int


def read(text: str) -> Iterator[Word]:
    """The words of a text, in order. O’Neil is two, and so is Smith-Jones."""
    for found in WORD.finditer(text):
        raw = found.group()
        if plain := raw.lower() if raw.isascii() else fold(raw):
            yield Word(plain, found.start(), found.end())


def fold(word: str) -> str:
    """One word in small letters, without accents: José is jose, Łukasz lukasz, and ＡＮＮ ann."""
    if word[0].isdecimal():
        return word
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(part for part in parts if _stays(part)).translate(TOGETHER)


def _stays(part: str) -> bool:
    return part.isalpha() or (unicodedata.category(part)[0] == "M" and not unicodedata.combining(part))


class Reading:
    """A text that is read. A word is spoken of by its number, what stands before it by the number of the word."""

    def __init__(self, text: str) -> None:
        self.text, self.words = text, list(read(text))

    def says(self, number: int, atoms: Sequence[str]) -> bool:
        """Whether these words stand there, one after the other."""
        there = self.words[number : number + len(atoms)]
        if [word.plain for word in there] != [*atoms]:
            return False
        return all(len(self._before(at).strip()) <= SIGNS for at in range(number + 1, number + len(atoms)))

    def one_part(self, number: int) -> bool:
        """Whether a word and the one before it may be one part of a name: a space or a hyphen is between."""
        return bool(ONE_PART.match(self._before(number)))

    def one_name(self, number: int) -> bool:
        """Whether a word and the one before it may be one name."""
        return bool(ONE_NAME.match(self._before(number)))

    def after_comma(self, number: int) -> bool:
        return bool(COMMA.match(self._before(number)))

    def follows_short(self, number: int) -> bool:
        """Whether the word before may be a title or an initial that belongs to it."""
        return bool(SHORTENED.match(self._before(number)))

    def may_be_several(self, number: int) -> bool:
        """Whether several words may be written there as one: in a hashtag, an address or an account's name."""
        _, start, end = self.words[number]
        raw = self.text[start:end]
        near = self.text[start - 1 : start] + self.text[end : end + 1]
        return not SIGNED.isdisjoint(near) or (not raw[1:].islower() and not raw.isupper() and raw.isascii())

    def capital(self, number: int) -> bool:
        return self._letter(number).isupper()

    def small(self, number: int) -> bool:
        return self._letter(number).islower()

    def opens(self, number: int) -> bool:
        """Whether a sentence begins with it, or all around it is in capitals: it has a capital whatever it is."""
        if not number or not ENDS.isdisjoint(self._before(number)):
            return True
        near = [self._raw(at) for at in (number - 1, number, number + 1) if at < len(self.words)]
        return sum(len(raw) > 1 and raw.isupper() for raw in near) > 1 and self._raw(number).isupper()

    def _before(self, number: int) -> str:
        return self.text[self.words[number - 1].end : self.words[number].start]

    def _raw(self, number: int) -> str:
        return self.text[self.words[number].start : self.words[number].end]

    def _letter(self, number: int) -> str:
        return self.text[self.words[number].start]
