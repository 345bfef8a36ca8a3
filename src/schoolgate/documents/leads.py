"""The line above a list: the force and bearer its items take, or the one statement that they complete."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from schoolgate.documents.commands import imperative
from schoolgate.documents.force import Force
from schoolgate.documents.modality import force_in, stated
from schoolgate.documents.model import Block, Label, Modality

LeadKind = Literal["rules", "conditions", "single"]

_CONDITIONS = re.compile(
    r"\b(?:if|when|where|unless|provided(?: that)?|as long as|on condition(?: that)?)(?:\s+(?:it|they"
    r"|there|you|he/she|the \w+|any of the following)\b.{0,30})?\s*[:;–-]*$",
    re.I,
)
_TELLING = re.compile(
    r"\b(?:defin\w+|means?|mean|such as|for example|based (?:around|on)|(?:also )?available"
    r"|downloaded|extracts?|key areas|"
    r"(?:following|these|those) (?:\w+ )?(?:documents|policies|legislation|laws|websites|links"
    r"|resources|areas|sections|acts)|"
    r"includ\w+[\w ,]*(?:not limited|exclusive)|conjunction|read with|refers? to|contents|related to"
    r"|relat\w+ to)\b",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r"\b(?:breach\w*|misconduct|misuse|offences?|unacceptable|inappropriate|prohibited|forbidden"
    r"|banned|not (?:considered |deemed )?(?:acceptable|permitted|allowed|appropriate))\b"
    r"[^.,]*\b(?:includ\w+|are|examples?|following|as follows)\b|\b(?:the following"
    r"|examples?)\b[^.]*\b(?:breach\w*|misconduct|misuse|unacceptable|prohibited|forbidden"
    r"|not (?:considered |deemed )?(?:acceptable|permitted|allowed))\b",
    re.IGNORECASE,
)
_RESPONSE = re.compile(
    r"\b(?:responses?|actions?|steps?|sanctions?|reasons?|measures|options)\b[^.]*\b(?:may|might|can"
    r"|could|includ\w+)\b",
    re.IGNORECASE,
)
_LISTING = re.compile(r"\b(?:consists? of|includes?|comprises?|are)\s*:?$", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?:see also|further (?:information|guidance|reading)|related (?:polic|doc)|linked (?:polic"
    r"|doc)|references|useful (?:links|websites|contacts)|links (?:to|with) other|legislation"
    r"|legal framework)",
    re.IGNORECASE,
)
_HEADS: tuple[tuple[Modality, str], ...] = (
    (
        "must_not",
        r"\b(?:unacceptable|prohibited|forbidden|banned|not (?:allowed|permitted|acceptable)"
        r"|don['’]?ts?|do not|must not|never)\b",
    ),
    ("should_not", r"\bshould not\b|\bto avoid\b"),
    ("must", r"\b(?:must)\b|^(?:do['’]?s|always)\b"),
    ("should", r"\bshould\b|\bgood practice\b"),
)


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands above a list. `level` is 0 for a paragraph, else the level of the item that leads."""

    text: str
    level: int
    first: int
    kind: LeadKind
    force: Force | None
    who: tuple[Label, ...]


def opens_list(block: Block, text: str, following: Block | None) -> bool:
    """Whether `text`, the end of a block, leads to what follows."""
    if following is None or following.kind not in ("item", "paragraph"):
        return False
    if block.kind == "item" and (
        not text.rstrip().endswith((":", ":-", ";", "…")) or following.kind != "item" or following.level <= block.level
    ):
        return False
    ends = text.rstrip().endswith((":", ":-", ": -", "…"))
    if following.kind == "paragraph":
        return ends and is_continuation(following.text)
    return ends or text[-1] not in '.!?”"' or bool(re.search(r"\b(?:as follows|the following)\b[^.]*\.$", text))


def is_continuation(text: str) -> bool:
    """Whether a paragraph completes the lead above it: "That they…", "To…", "Not to…"."""
    return bool(re.match(r"(?:That|Not to|To)\s+[a-z]|[a-z]", text))


def kind_of(text: str) -> LeadKind:
    """What the lead does with its list."""
    if _CONDITIONS.search(text):
        return "conditions"
    if _TELLING.search(text) and not _WRONG.search(text):
        return "single"
    return "rules"


def force_of(text: str) -> Force | None:
    """The force a lead gives to its items."""
    if found := _WRONG.search(text):
        return Force("must_not", " ".join(found.group().split()), 0.85, found.start(), found.end())
    if found := _RESPONSE.search(text):
        return Force("may", " ".join(found.group().split()), 0.8, found.start(), found.end())
    return force_in(text)


def heading_force(text: str) -> Force | None:
    """The force a heading gives to what stands under it: "Unacceptable use", "Dos", "You must not"."""
    for value, pattern in _HEADS:
        if found := re.search(pattern, text, re.IGNORECASE):
            return Force(value, found.group(), 0.7)
    if found := _LISTING.search(text):
        return Force("statement", found.group(), 0.6)
    return None


def points_elsewhere(heading: str) -> bool:
    """Whether a heading stands over a list of other documents: "See also"."""
    return bool(_POINTING.search(heading))


def under(lead: Force, item: str) -> Force:
    """The force of an item: its own words first, turned by the lead's strength; else the lead's."""
    own, command = stated(item, main_only=True), imperative(item)
    weak = lead.value in ("should", "should_not")
    against = lead.value in ("must_not", "should_not")
    if own and own.value != "may" and not (own.words.lower().startswith("will") and lead.value != "statement"):
        return own
    if command and command.value == "must_not" and not re.match(r"no\b", item, re.IGNORECASE):
        return command._replace(value="should_not" if weak else "must_not")
    if command and re.match(r"do\s", item, re.IGNORECASE):
        return command
    if against and re.match(r"(?:that\s+)?(?:if|they|you|I|we)\b", item, re.IGNORECASE):
        if own:
            return own
        return Force("should" if weak else "must", lead.words, 0.6)
    return lead._replace(start=-1, end=-1, confidence=min(lead.confidence, 0.85))


def speaks_for_itself(item: str) -> bool:
    """An item with a subject of its own that is not those the lead binds: "We teach…", "The school holds…"."""
    return bool(
        re.match(
            r"(?:\w{1,12}\s+[–=-]\s+)?(?:we|the school|our school|this|it)\s+(?!must|should|may|will)\w+",
            item,
            re.IGNORECASE,
        )
    )


def is_aims(heading: str) -> bool:
    """Whether a heading stands over aims rather than rules."""
    return bool(re.search(r"\b(?:aims?|objectives?|purpose|goals)\b", heading, re.IGNORECASE))
