"""Pupils' names in the words of a draft.

The adults of a school are named in public every day, so their names are no finding: one with Mr, Mrs or Dr before it is
an adult's. A last name alone tells nobody who is meant and is a place or a thing as often as not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schoolgate.community.names.finder import Found, Sure
from schoolgate.community.names.parts import How
from schoolgate.community.names.words import words
from schoolgate.publishing.checking.model import Draft, Finding, Kind, Known, Level
from schoolgate.publishing.checking.words_of import Field, fields

BEFORE = re.compile(r"([^\W\d_]+)\.?\s+\Z")
CHILDS = {"miss", "master"}
"""Titles that children have too."""
DOES = re.compile(
    r"[’']s\b|\s+(?:\w+ed|won|ran|sang|said|came|went|made|got|took|gave|led|wrote|drew|swam|was|has|had|is)\b",
    re.IGNORECASE,
)
"""What somebody does: “Will scored”, where “Will you?” begins with a word."""
POSSESSIVE = re.compile(r"[’']s\b")
ENDS = re.compile(r"(?:\A|[.!?…]\s+|\n\s*)\Z")
IN_FULL = (How.FULL, How.ALIKE)
SAY = "Say “one of our pupils”, or “Year 4” for a class."


def findings(draft: Draft, known: Known) -> Iterator[Finding]:
    if known.names is None:
        return
    for field in fields(draft):
        nobody = _nobodys(field.words, known)
        for found in known.names.find(field.words, sure=Sure.CAPITAL):
            if found.sure < Sure.NAME and not DOES.match(field.words, found.end):
                continue
            if not found.people.isdisjoint(known.pupils) and not _within(found, nobody):
                finding = _finding(draft, known, field, found)
                if finding:
                    yield finding


def _finding(draft: Draft, known: Known, field: Field, found: Found) -> Finding | None:
    an_adult = not all(key in known.pupils for key in found.people)
    title = BEFORE.search(field.words[: found.start])
    titled = title[1].lower() if title and title[1].lower() in words().titles else ""
    if found.how in IN_FULL:
        if titled and an_adult:
            return None
        grown_up = bool(titled) and titled not in CHILDS
        return _full(draft, known, field, found, grown_up or (found.how == How.ALIKE and an_adult), an_adult)
    if found.how != How.FIRST or titled:
        return None
    return _first(draft, known, field, found)


def _full(draft: Draft, known: Known, field: Field, found: Found, maybe: bool, an_adult: bool) -> Finding:
    allowed = bool(draft.pictures) and known.asked.names == "full_name"
    level: Level = "warn" if maybe or allowed else "block"
    said = field.words[found.start : found.end]
    if found.how == How.ALIKE:
        message = f"“{said}” looks like a pupil’s full name. Anybody could find the child by it."
    elif an_adult:
        message = f"“{said}” is a pupil’s full name, and an adult’s of the school as well."
    else:
        message = f"“{said}” is a pupil’s full name. Anybody could find the child by it."
    meant = "" if maybe else " If an adult is meant, write Mr, Mrs or Dr before the name."
    return _made("full_name", level, field, found, message, f"{SAY}{meant}")


def _first(draft: Draft, known: Known, field: Field, found: Found) -> Finding:
    said = field.words[found.start : found.end]
    allowed = known.asked.names in ("first_name", "full_name")
    if draft.pictures and found.sure == Sure.NAME and not allowed:
        message = f"“{said}” is a pupil’s first name, and with a picture it tells who the child is."
        return _made("first_name", "block", field, found, message, f"{SAY} Or take the pictures out.")
    message = f"“{said}” is a pupil’s first name. Together with what else is shown or said it may tell who it is."
    return _made("first_name", "warn", field, found, message, f"{SAY} If no pupil is meant, leave it as it is.")


def _made(kind: Kind, level: Level, field: Field, found: Found, message: str, fix: str) -> Finding:
    start, end, put = _instead(field.words, found)
    return Finding(kind, level, field.where, message, fix, start=start, end=end, put=put)


def _instead(text: str, found: Found) -> tuple[int, int, str]:
    """Where the name stands, and what can stand there without it; a tag goes altogether."""
    if text[found.start - 1 : found.start] in ("#", "@") and found.start:
        return found.start - 1, found.end, ""
    put = "One of our pupils" if ENDS.search(text[: found.start]) else "one of our pupils"
    possessive = POSSESSIVE.match(text, found.end)
    return (found.start, possessive.end(), f"{put}’") if possessive else (found.start, found.end, put)


def _nobodys(text: str, known: Known) -> list[range]:
    """Where words stand that are nobody's name: the school's own, its houses and classes."""
    others = [other for other in (known.school, *known.others) if other.strip()]
    return [range(*one.span()) for other in others for one in re.finditer(_as_words(other), text, re.IGNORECASE)]


def _as_words(phrase: str) -> str:
    parts = r"\W+".join(re.escape(part) for part in re.findall(r"\w+", phrase))
    return rf"(?<!\w){parts}(?!\w)" if parts else r"(?!)"


def _within(found: Found, places: list[range]) -> bool:
    return any(found.start in place and found.end - 1 in place for place in places)
