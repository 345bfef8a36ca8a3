"""What force a sentence has: by the words of its main clause, or by a command at its front."""

from __future__ import annotations

import re

from schoolgate.documents.commands import imperative
from schoolgate.documents.exclusive import exclusive
from schoolgate.documents.force import Force, negative
from schoolgate.documents.force_words import FIRM, SOFT
from schoolgate.documents.model import Modality

_SUBORDINATE = re.compile(
    r"\b(?:who|which|that|what|whom|as|because|since|whether|how|why|anything|anyone)\s+(?:(?:they|it"
    r"|you|we|I|this|\w+ly|also)\s+)?"
    r"(?:may|might|can|could|will|should|would|must)\b(?!\s+not\b|\s+be\s+\w+ed\s+by\b)"
    r"|\b(?:may|might)\s*(?:or|/)\s*may\s+not\b|\([^()]*\)",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"(?:^|(?<=[,;:(]\s)|(?<=\s))(?:if|unless|where|when|whenever|once|until|in case"
    r"|in the event)\b(?!\s+(?:appropriate|necessary|possible|needed)\b)[^,;]*(?:,|;|$)",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"(?:^|[,;:]\s+|\b(?:that|and|therefore)\s+)"
    r"(?:(?:no|neither|none of)\s+(?!one\b|longer\b)[^,;]{2,80}|(?:nobody|no[- ]one)\b[^,;]{0,80})$",
    re.IGNORECASE,
)
_AIMED = re.compile(
    r"\b(?:aims?|purposes?|objectives?|intentions?|intent|goals?|roles?|functions?|policy|document|approach|priority|way"
    r"|reason|task|this|that|it|which|who)\b[^.,;:]{0,90}?\b(?:is|are)\s+(?:not\s+|never\s+)?to\b",
    re.IGNORECASE,
)
_COMPILED = {
    name: [(value, re.compile(pattern, re.IGNORECASE), sure) for value, pattern, sure in rows]
    for name, rows in (("firm", FIRM), ("soft", SOFT))
}


def stated(text: str, *, main_only: bool = False) -> Force | None:
    """The force the words of `text` themselves give, or None. A main clause speaks before a subordinate one."""
    masked = _blank(_AIMED, _blank(_SUBORDINATE, text))
    main = _blank(_CONDITIONAL, masked)
    for name in ("firm", "soft"):
        for sight in (main,) if main_only else (main, masked):
            if found := _first(_COMPILED[name], sight, text):
                return _refused(text, found)
    return None


def force_in(text: str) -> Force | None:
    """The force of a sentence on its own: a command at its front, else what its words state."""
    if others := exclusive(text):
        return others
    command, own = imperative(text), stated(text)
    if own is None or (command and command.end <= own.start):
        return command
    return own


def _refused(text: str, force: Force) -> Force:
    """ "No posting should…", "Neither … may": the word at the front turns the force round."""
    front = _NONE.search(text[: force.start])
    if not front or negative(force.value):
        return force
    turned: Modality = "should_not" if force.value == "should" else "must_not"
    return force._replace(value=turned, words=f"{front.group().strip()} … {force.words}")


def _first(rows: list[tuple[Modality, re.Pattern[str], float]], sight: str, text: str) -> Force | None:
    """The earliest match; of two that overlap, the table's first."""
    best: Force | None = None
    for value, pattern, sure in rows:
        found = pattern.search(sight)
        if found and (best is None or found.end() <= best.start):
            words = " ".join(text[found.start() : found.end()].split())
            best = Force(value, words, sure, found.start(), found.end())
    return best


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """`text` with what the pattern finds turned into spaces, so that places stay the same."""
    return pattern.sub(lambda found: " " * len(found.group()), text)
