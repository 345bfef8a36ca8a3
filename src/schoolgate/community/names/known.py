"""One person's name taken apart: what they may be called in a text, and which part of their name it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from schoolgate.community.names.reading import read
from schoolgate.community.names.words import words

Key = int | str
Atoms = tuple[str, ...]
SHORTEST = 2
"""Letters of a piece of a hyphenated name that counts by itself."""
HYPHEN = re.compile(r"[-‐–]")
LETTERS = re.compile(r"(?:[^\W\d_]|[’'\-‐–\u0300-\u036f])+")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody with a name, by a key of the caller's own. `given` and `family` are its parts where they are known.

    `whole`: the words count together alone, in that order: a nickname in a game, an address.
    """

    key: Key
    name: str
    given: str = ""
    family: str = ""
    whole: bool = False


class Called(NamedTuple):
    """Words that stand for somebody. `full`: a name that has no parts, so that it says all. `like`: not their name, but
    a short form of it, or a longer one."""

    atoms: Atoms
    first: bool = False
    last: bool = False
    full: bool = False
    like: bool = False


def calls(named: Named) -> Iterator[Called]:
    """All that somebody may be called."""
    if named.whole:
        yield Called(_atoms(named.name), full=True)
        return
    parts, titled = _in_order(named.name)
    given, family = named.given.split(), named.family.split()
    if len(parts) == 1 and not (given or family):
        yield from _ways(parts[0], first=not titled, last=titled, full=not titled)
        for other in () if titled else words().like.get(parts[0].lower(), ()):
            yield Called((other,), first=True, like=True)
        return
    firsts = [*given, *(part for part in parts[:-1] if part not in family)]
    lasts = [*family, *(part for part in parts[1:] if part not in given)]
    for part in dict.fromkeys(firsts):
        yield from _ways(part, first=True)
        for other in words().like.get(part.lower(), ()):
            yield Called((other,), first=True, like=True)
    for part in dict.fromkeys(lasts):
        yield from _ways(part, last=True)
    if len(given) > 1:
        yield from _together(given, first=True)
    if len(together := family or _with_particles(parts)) > 1:
        yield from _together(together, last=True)


def _in_order(name: str) -> tuple[list[str], bool]:
    """The words of a name, first name first, without titles; and whether it had one."""
    last, _, first = name.partition(",")
    parts = [part for part in f"{first} {last}".split() if _atoms(part)]
    titled = [part for part in parts if _atoms(part)[0] in words().titles and len(parts) > 1]
    return [part for part in parts if part not in titled], bool(titled)


def _with_particles(parts: list[str]) -> list[str]:
    """A last name with what belongs to it: van der Berg."""
    begins = len(parts) - 1
    while begins > 1 and _atoms(parts[begins - 1])[0] in words().particles:
        begins -= 1
    return parts[begins:]


def _together(parts: list[str], *, first: bool = False, last: bool = False) -> Iterator[Called]:
    atoms = _atoms(" ".join(parts))
    yield Called(atoms, first, last)
    yield Called(("".join(atoms),), first, last)


def _ways(part: str, *, first: bool = False, last: bool = False, full: bool = False) -> Iterator[Called]:
    """O'Neil, ONeil and Neil; O'Neil-Smith, ONeil-Smith and Smith: a word of a name in all its ways, and its pieces."""
    atoms = _atoms(part)
    if len(atoms) == 1:
        if full or (len(atoms[0]) > 1 and not _says_nothing(atoms[0], part)):
            yield Called(atoms, first, last, full)
        return
    pieces = [piece for each in HYPHEN.split(part) if (piece := _atoms(each))]
    joined = ["".join(piece) for piece in pieces]
    for way in dict.fromkeys([atoms, ("".join(atoms),), tuple(joined)]):
        yield Called(way, first, last, full)
    if LETTERS.fullmatch(part):
        alone = [*pieces, *((atom,) for atom in (*joined, *atoms))]
        for piece in dict.fromkeys(alone):
            if len(piece) > 1 or (len(piece[0]) >= SHORTEST and not _says_nothing(piece[0], piece[0])):
                yield Called(piece, first, last)


def _says_nothing(atom: str, written: str) -> bool:
    known = words()
    return atom in known.never or (atom in known.particles and not written[0].isupper())


def _atoms(text: str) -> Atoms:
    return tuple(word.plain for word in read(text) if word.plain)
