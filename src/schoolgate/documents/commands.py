"""Rules with no subject: commands ("Do not…"), undertakings ("I have read…") and aims ("To ensure that…")."""

from __future__ import annotations

import re

from schoolgate.documents.force import Force
from schoolgate.documents.model import Modality

_NEGATIVE = re.compile(
    r"^(?:please\s+)?(?:(?:that|and)\s+)?(?:they\s+|you\s+|I\s+|we\s+)?(?:do\s+not|don['’]t|never"
    r"|not\s+to|not|(?:do\s+)?avoid|refrain)\b",
    re.IGNORECASE,
)
_CARE = re.compile(
    r"^(?:do\s+)?(?:always\s+)?(?:be\s+(?:aware|cautious|careful|mindful|wary|conscious|alert)"
    r"|remember|think|consider|try)\b",
    re.I,
)
_IMPERATIVE = re.compile(
    r"^(?:please\s+|always\s+|do\s+|only\s+|to\s+)?(?:ensure|use|keep|ask|report|check|avoid|respect"
    r"|follow|make|set|read|amend|take|treat|speak|"
    r"tell|contact(?!\s+with\b)|log|change|choose|protect|share|post|include|limit|act|stay|decline|inform|seek"
    r"|obtain|maintain|refer|block|"
    r"save|consult|comply|adhere|consider|think|remember|be|get|give|help|support|review|monitor"
    r"|update|show|raise|turn|lock|"
    r"familiarise|uphold|promote|encourage|provide|prevent|require|publish|delete|remove|record|sign"
    r"|discuss|apply|behave|"
    r"exercise|understand|prohibit|stamp)\b(?!\s+of\b|['’/]|ing\b)",
    re.IGNORECASE,
)
_FREE = re.compile(r"^(?:do\s+not|don['’]t)\s+be\s+(?:afraid|worried)\s+to\b|^feel\s+free\b", re.IGNORECASE)
_SIGNED = re.compile(r"^I\s+(?:have|am|understand|agree|know|confirm|accept|promise|acknowledge|recognise)\b")
_AIM = re.compile(
    r"^to\s+(?:\w+ly\s+)?(?:ensure|require|expect|require\s+and\s+expect|encourage|prevent|make sure"
    r"|stamp out)\b(?P<that>\s+that\b)?",
    re.I,
)
_AIM_AGAINST = re.compile(r"\b(?:do|does|must|should|are)\s+not\b|\bnot\s+to\b")
_TELLING_AIM = re.compile(
    r"^to\s+(?:set out|provide|outline|explain|describe|define|further|raise|clarify|establish)\b", re.IGNORECASE
)
_OPENING = re.compile(
    r"(?:[\"“‘']|\w{1,14}\s+[–=-]\s+|(?:at all times|in particular|instead|again|also|however"
    r"|therefore|in addition|where possible),?\s+|[A-Z][A-Z ]{7,}:\s+"
    r"|(?:if|when|where|before|whenever|once|while|whilst)\b[^,.;:]{3,160}[,:]\s+(?:then\s+)?"
    r"|if\b[^,.;:]{3,60}\s(?=do\s+not\b|don['’]t\b))",
    re.IGNORECASE,
)
_COMMANDS: tuple[tuple[re.Pattern[str], Modality, float], ...] = (
    (_FREE, "may", 0.7),
    (_SIGNED, "must", 0.75),
    (_TELLING_AIM, "statement", 0.7),
    (_CARE, "should", 0.8),
    (re.compile(r"^please\s+(?:do\s+not|don['’]t|never|refrain|avoid)\b", re.IGNORECASE), "should_not", 0.9),
    (_NEGATIVE, "must_not", 0.9),
    (re.compile(r"^please\b", re.IGNORECASE), "should", 0.8),
    (_IMPERATIVE, "must", 0.8),
)


def imperative(text: str) -> Force | None:
    """A command, or an undertaking, at the front: "Do not…", "Ensure…", "If unsure, ask…", "I have read…", or None."""
    offset = _front(text)
    bare = text[offset:]
    for pattern, value, sure in _COMMANDS:
        if found := pattern.match(bare):
            return Force(value, found.group(), sure, offset, offset + found.end())
    return None


def aim(text: str, *, binds: bool, aims: bool) -> Force | None:
    """The force of "To ensure that…" and its like, or None. `binds` says that it names whom it asks something of,
    `aims` that it stands under a heading of aims: then what it wants of nobody in particular is information.
    """
    if not (found := _AIM.match(text)):
        return None
    if binds:
        against = _AIM_AGAINST.search(text)
        words = f"{found.group()} … {against.group()}" if against else found.group()
        return Force("must_not" if against else "must", words, 0.75, 0, found.end())
    return Force("statement" if aims and found["that"] else "must", found.group(), 0.6, 0, found.end())


def _front(text: str) -> int:
    """Where a sentence's main words begin, past "If unsure,", "In particular,", "IN SHORT:"."""
    offset = 0
    while found := _OPENING.match(text, offset):
        offset = found.end()
    return offset
