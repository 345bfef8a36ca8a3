"""Parts of names that stand in a text, and which of them are one person's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from schoolgate.community.names.known import Called, Key
from schoolgate.community.names.reading import Reading
from schoolgate.community.names.slips import SHORTEST, one_slip
from schoolgate.community.names.words import words

Keys = set[Key]
Known = Mapping[Key, set[str]]
"""What each person may be called, by word."""


class How(StrEnum):
    """Which part of a name it is. ALIKE: both, one of them with a slip; TITLED: one part, after Mrs, say."""

    FULL = "full"
    ALIKE = "alike"
    TITLED = "titled"
    FIRST = "first"
    LAST = "last"


@dataclass(slots=True)
class Part:
    """Whose first, last or whole name some words are. `own`: those whose own name it is, and no form of it."""

    first: Keys = field(default_factory=set)
    last: Keys = field(default_factory=set)
    full: Keys = field(default_factory=set)
    own: Keys = field(default_factory=set)

    def add(self, key: Key, called: Called) -> None:
        for holds, whose in (
            (called.first, self.first),
            (called.last, self.last),
            (called.full, self.full),
            (not called.like, self.own),
        ):
            if holds:
                whose.add(key)

    def everybody(self) -> Keys:
        """Whom the words mean by themselves. “Sam” is Sam, and Samuel only where nobody is Sam."""
        return self.own or self.first | self.last | self.full

    def with_other(self, other: Part) -> Keys:
        """Those of whose name one of the two is the first part and the other the last."""
        return (self.first & other.last) | (self.last & other.first)


class Match:
    """Words of a text, `begin` to before `end`, that are a part of a name; several where they are one person's.

    `alone`: no other part of the name, and no title, stands beside it.
    """

    __slots__ = ("alone", "begin", "end", "how", "part", "people")

    def __init__(self, begin: int, end: int, part: Part) -> None:
        self.begin, self.end, self.part = begin, end, part
        self.people = part.everybody()
        self.how = How.FULL if part.full else How.FIRST if part.first else How.LAST
        self.alone = True

    def belongs(self, people: Keys, how: How) -> None:
        """It is theirs, since another part or a title is beside it."""
        self.people, self.how, self.alone = people, how, False

    def widen(self, begin: int, end: int) -> None:
        self.begin, self.end = min(self.begin, begin), max(self.end, end)


def joined(text: Reading, parts: Sequence[Match], known: Known) -> list[Match]:
    """The same with those parts made one that are one person's."""
    made: list[Match] = []
    for match in parts:
        before = made[-1] if made else None
        if before and before.end == match.begin and (both := _both(text, before, match)):
            before.widen(match.begin, match.end)
            before.belongs(both, How.FULL)
        else:
            made.append(match)
    for one, other in pairwise(made):
        if one.alone and other.alone and _one_between(text, one, other) and (both := one.part.with_other(other.part)):
            one.belongs(both, How.FULL)
            other.belongs(both, How.FULL)
    for number, match in enumerate(made):
        if match.alone:
            least = made[number - 1].end if number else 0
            most = made[number + 1].begin if number + 1 < len(made) else len(text.words)
            _look_beside(text, match, range(least, most), known)
    return made


def _both(text: Reading, one: Match, other: Match) -> Keys:
    """Those of whose name these are two parts, one after the other."""
    if not one.alone:
        return one.people & other.people if text.one_name(other.begin) else set()
    if text.after_comma(other.begin):
        # “Fern, Tom”; but in “Ann Fern, Tom Green” the comma stands between two people.
        begins = one.begin == 0 or not (text.capital(one.begin - 1) and text.one_part(one.begin))
        return one.part.last & other.part.first if begins else set()
    return one.part.with_other(other.part) if text.one_name(other.begin) else set()


def _one_between(text: Reading, one: Match, other: Match) -> bool:
    """Whether one word that is no known name stands between them as a middle name does."""
    between = one.end
    if other.begin != between + 1 or not text.capital(between) or text.words[between].plain in words().titles:
        return False
    return text.one_name(between) and (text.one_name(other.begin) or text.follows_short(other.begin))


def _look_beside(text: Reading, match: Match, free: range, known: Known) -> None:
    """What stands before and after a part that is alone: an initial, the other part with a slip in it, a title."""
    own = {word.plain for word in text.words[match.begin : match.end]}
    for number, border in ((match.begin - 1, match.begin), (match.end, match.end)):
        word = text.words[number].plain if number in free else ""
        initial = len(word) == 1 and text.capital(number) and text.follows_short(border)
        slip = len(word) >= SHORTEST and text.one_part(border) and not _plainly_a_word(text, number)
        if initial and (fits := {key for key in match.people if any(each[0] == word for each in known[key] - own)}):
            match.people = fits
            match.widen(number, number + 1)
        elif slip and (fits := {key for key in match.people if any(one_slip(word, each) for each in known[key] - own)}):
            match.belongs(fits, How.ALIKE)
            match.widen(number, number + 1)
            return
    if _titled(text, match.begin):
        match.belongs(match.people, How.FULL if match.how == How.FULL else How.TITLED)


def _plainly_a_word(text: Reading, number: int) -> bool:
    return text.small(number) and text.words[number].plain in words().everyday


def _titled(text: Reading, number: int) -> bool:
    """Whether a title stands before a word, or a title and an initial."""
    for before in (number - 1, number - 2):
        if before < 0 or not text.follows_short(before + 1):
            return False
        if text.words[before].plain in words().titles:
            return True
        if len(text.words[before].plain) > 1:
            return False
    return False
