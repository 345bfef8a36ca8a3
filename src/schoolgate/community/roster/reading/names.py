"""Names as spreadsheets write them, with the title before them set apart: nobody's first name is “Mrs”."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from schoolgate.community.roster.reading.cells import tidy
from schoolgate.community.roster.reading.columns import titles

TWO_PEOPLE = re.compile(r"[&/]|\band\b", re.IGNORECASE)


class Name(NamedTuple):
    """What somebody is called, '' for nobody, and its parts."""

    whole: str
    given: str
    family: str


def named(full: str, given: str, family: str) -> Name:
    """A name from a cell that holds all of it, or from cells of its parts."""
    full = tidy(full)
    bare = _apart(full)[1]
    if not (given or family):
        given, family = _parts(full)
    title, given = _apart(tidy(given))
    family = tidy(family)
    family = _apart(family)[1] or family
    if not (given or family):
        return Name("", "", "")
    if bare and "," not in full:
        return Name(untitled(full), given, family)
    whole = f"{given} {family}".strip()
    return Name(whole if " " in whole else f"{title} {whole}".strip(), given, family)


def untitled(name: str) -> str:
    """A name without its title, where more than a surname is left: Mr and Mrs Example are not one person."""
    title, bare = _apart(name)
    return bare if " " in bare and not _are_two(title, name) else name


def first_of(name: str, given: str) -> str:
    """The first name of somebody who may have been taken in with a title in its place."""
    return _apart(given)[1] or untitled(name).partition(" ")[0]


def _parts(full: str) -> tuple[str, str]:
    title, bare = _apart(full)
    if _are_two(title, full):
        return "", bare.rpartition(" ")[2]
    family, comma, given = bare.partition(",")
    if comma:
        return given.strip(), family
    given, _, family = bare.partition(" ")
    return (given, family) if family or not title else ("", given)


def _are_two(title: str, name: str) -> bool:
    """Whether “Mr & Mrs Example” stand in one cell: that stays as it is written."""
    return bool(title and TWO_PEOPLE.search(name))


def _apart(name: str) -> tuple[str, str]:
    """The titles before a name, and the rest; either may be empty."""
    found = _before_names().match(f"{name} ")
    end = found.end() if found else 0
    return name[:end].strip(), name[end:].strip()


@cache
def _before_names() -> re.Pattern[str]:
    one = "|".join(map(re.escape, titles()))
    return re.compile(rf"(?:(?:the\s+)?(?:{one})(?:\.?\s*(?:[&/]|\band\b)\s*|\.\s*|\s+))+", re.IGNORECASE)
