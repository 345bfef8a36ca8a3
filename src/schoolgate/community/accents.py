"""Finding “Zoë” by “zoe”, and the other way about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

UNDIVIDED = {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ħ": "h", "ŧ": "t"}
"""Letters with a stroke, which Unicode does not take for a letter and a mark."""
LATIN = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))


def like(word: str) -> str:
    """A regular expression, for a database, of a word with any accents or none. Capitals are for the caller."""
    return "".join(_letter(plain) for letter in word.lower() for plain in _plain(letter))


def plain(text: str) -> str:
    """Words in small letters without their accents."""
    return "".join(_plain(letter) for letter in text.lower())


def _letter(plain: str) -> str:
    accented = _accented().get(plain, "")
    return f"[{plain}{accented}]" if accented else re.escape(plain)


def _plain(letter: str) -> str:
    divided = unicodedata.normalize("NFKD", UNDIVIDED.get(letter, letter))
    return "".join(part for part in divided if not unicodedata.combining(part))


@cache
def _accented() -> Mapping[str, str]:
    """Each plain letter, and all that are it with an accent, small and capital."""
    found: dict[str, str] = {}
    for letter in map(chr, LATIN):
        plain = _plain(letter.lower())
        if len(plain) == 1 and plain.isascii():
            found[plain] = found.get(plain, "") + letter
    return found
