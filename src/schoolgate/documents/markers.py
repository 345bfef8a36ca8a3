"""The bullet, number or letter in front of a list item, and bullets lost in the middle of a line."""

from __future__ import annotations

import re
from typing import NamedTuple

BULLETS = "•·●○◦▪▫■□◆◇►▶➢➤‣✓✔❖§\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d"
_BULLET = re.compile(rf"(?:[{BULLETS}][ \t]*|[-–—*+][ \t]+|[-–—*+]$|[oO»][ \t]+(?=[A-Z“\"']))")
_NUMBER = re.compile(
    r"(\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}|\(?[a-z][.)]|\(?[ivxIVX]{1,5}[.)]"
    r"|\([A-Z]\)|[A-Z][.)])"
    r"[ \t]+(?=\S)"
)
_LOST = re.compile(
    rf"[ \t]+(?=[{BULLETS}][ \t]*\w)|(?<=[.;:,])[ \t]+(?=[-–][ \t]+[A-Z])|(?<=[.;:])[ \t]+(?=o[ \t]+[A-Z])"
)


class Marked(NamedTuple):
    """A line with the markers in front of it taken off, outermost first."""

    markers: tuple[str, ...]
    text: str


def take(text: str) -> Marked:
    """The markers in front of `text`, as written, and what is left. A line may have two ("- o The school")."""
    markers: list[str] = []
    rest = text.lstrip()
    while len(markers) < 3 and (found := _BULLET.match(rest) or _NUMBER.match(rest)):
        if _is_initial(found.group(), rest[found.end() :]):
            break
        markers.append(found.group().strip())
        rest = rest[found.end() :].lstrip()
    return Marked(tuple(markers), rest)


def split_lost(text: str) -> list[str]:
    """The parts of a line in which bullets were swallowed: "… online □ Ask first" is two."""
    return [part.strip() for part in _LOST.split(text) if part.strip()]


def sort(marker: str) -> str:
    """What sort of marker it is, so that items of one list are known by it: bullet, 1, 1.1, a, i or A."""
    core = marker.strip("().")
    if not core or not core[0].isalnum() or marker in ("o", "O"):
        return "bullet"
    if core[0].isdigit():
        return "1" + ".1" * core.count(".")
    if len(core) > 1 or core in "ivxIVX":
        return "i" if core.islower() else "I"
    return "a" if core.islower() else "A"


def _is_initial(marker: str, rest: str) -> bool:
    """ "J. Smith" and "a. m." are no list items."""
    return marker[0].isalpha() and marker[0] not in "oO" and bool(re.match(r"[A-Z][a-z]+$|m\.", rest))
