"""Replace names and words in a text, so that it can be shown to somebody who is not to know them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from schoolgate.community.names.finder import Finder, Sure
from schoolgate.community.names.known import Named
from schoolgate.community.names.reading import read

REMOVED = "removed"


class Redacted(NamedTuple):
    """The text without them, and how many times one was replaced."""

    text: str
    replaced: int


def redact_text(text: str, names: Iterable[Named], words: Iterable[str] = ()) -> Redacted:
    """Every name, and each part of it, becomes [name 1], [name 2] …; every other word [removed].

    However they are written, in small letters too. Names are numbered in the order in which they are given; two
    people of one name have one number.
    """
    text = unicodedata.normalize("NFC", text)
    words, signs = list(words), 0
    for sign in (word.strip() for word in words if not any(read(word))):
        # An emoji can be what somebody is called.
        signs += text.count(sign) if sign else 0
        text = text.replace(sign, "[removed]") if sign else text
    numbers: dict[str, int] = {}
    people = [replace(one, key=numbers.setdefault(one.name, len(numbers) + 1)) for one in names]
    wanted = Finder([*people, *(Named(REMOVED, word, whole=True) for word in words)])
    made, after = list[str](), 0
    found = wanted.find(text, sure=Sure.WORD)
    for one in found:
        whose = [number for number in one.people if number != REMOVED]
        made += [text[after : one.start], f"[name {min(whose)}]" if whose else "[removed]"]
        after = one.end
    return Redacted("".join([*made, text[after:]]), signs + len(found))
