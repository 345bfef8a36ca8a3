"""What force a rule has, and the words that give it. The tables are English; the order of tables is their strength."""

from __future__ import annotations

import re
from typing import NamedTuple

from .model import Modality

_Rows = tuple[tuple[Modality, str, float], ...]
_ADV = (
    r"(?:\s+(?:also|always|therefore|then|only|normally|usually|be|at all times|generally|instead|still"
    r"|all|both|each))*"
)

_FIRM: _Rows = (
    (
        "statement",
        r"\bshould\s+(?:also\s+|always\s+)?(?:be\s+aware\s+that|note\s+that|have\s+no\s+expectation)\b",
        0.75,
    ),
    ("must_not", r"\bmust" + _ADV + r"\s+(?:not|never)\b|\bmustn['’]t\b|\bshall\s+(?:not|never)\b", 0.98),
    ("must_not", r"\bmay\s+not\b(?!\s+(?:always|be aware|realise|have|know|want|wish|agree|like|necessarily))", 0.85),
    (
        "must_not",
        r"\b(?:is|are|be|being)\s+(?:also\s+)?(?:strictly\s+|expressly\s+)?(?:prohibited|forbidden"
        r"|banned|barred)\b",
        0.97,
    ),
    (
        "must_not",
        r"\b(?:is|are)\s+not\s+(?:\w+\s+)?(?:permitted|allowed|authorised|acceptable|tolerated|entitled)\b",
        0.95,
    ),
    (
        "must_not",
        r"\bnot\s+(?:be\s+)?(?:considered\s+|deemed\s+)?(?:acceptable|permissible|appropriate)\b"
        r"|\bunacceptable\b(?=\s*[:.]|\s+(?:for|to)\b)",
        0.9,
    ),
    (
        "must_not",
        r"\bwill\s+not\s+be\s+(?:tolerated|permitted|allowed|accepted|acceptable)\b|\bzero[- ]tolerance\b",
        0.95,
    ),
    ("must_not", r"\bcan\s?not\b(?!\s+be\s+(?:held|guaranteed|deleted|undone|responsible))|\bcan['’]t\b", 0.75),
    ("must_not", r"\bunder\s+no\s+circumstances?\b|\b(?:is|are)\s+unlawful\b|\b(?:is|are)\s+illegal\b", 0.95),
    (
        "must_not",
        r"\b(?:required|requires?|instructed|obliged)\b.{0,40}?\bnot\s+to\b|\bexpect\b.{5,220}?\bnot\s+to\b",
        0.9,
    ),
    ("should_not", r"\bshould" + _ADV + r"\s+(?:not|never)\b|\bshouldn['’]t\b|\bought\s+not\b", 0.97),
    (
        "should_not",
        r"\b(?:discouraged?|discourages|inadvisable|ill[- ]advised|not\s+advisable|unwise"
        r"|not\s+recommended)\b",
        0.92,
    ),
    (
        "should_not",
        r"\b(?:asked|advised|encouraged|reminded|requested|urged|recommended|ask|advise"
        r"|expected)\b.{0,30}?\bnot\s+to\b",
        0.95,
    ),
    (
        "should_not",
        r"\b(?:advised?|recommended|urged|asked|best)\s+(?:\w+\s+)?(?:against|to avoid)\b"
        r"|\bshould\s+(?:\w+\s+)?(?:avoid|refrain)\b",
        0.93,
    ),
    ("should_not", r"\bnot\s+(?:\w+\s+)?(?:safe|sensible|good practice|a good idea)\s+to\b", 0.85),
    (
        "may",
        r"\b(?:should|can|may|must)\s+only\b.{0,60}?\b(?:with|if|when|where|after|once|be used)\b"
        r"|\bcan\s+only\b",
        0.8,
    ),
    (
        "must",
        r"\bmust\b|\bshall\b|\b(?:is|are)\s+(?:also\s+)?(?:required|obliged|bound|obligated)\b"
        r"|\bmandatory\b|\bcompulsory\b",
        0.97,
    ),
    (
        "must",
        r"\b(?:has|have)\s+(?:a\s+)?(?:\w+\s+)?(?:duty|obligation|responsibility)\b|\b(?:has"
        r"|have)\s+to\b|\bneeds?\s+to\b",
        0.85,
    ),
    (
        "must",
        r"\bit\s+is\s+(?:\w+\s+)?(?:essential|crucial|imperative|vital)\b|\b(?:key"
        r"|sole)?\s*responsibility\s+of\b",
        0.85,
    ),
    (
        "must",
        r"\b(?:polic(?:y|ies)|agreement|code|guidelines|rules?|principles"
        r"|standards?)\s+(?:also\s+)?(?:therefore\s+)?appl(?:y|ies)\s+to\s+"
        r"(?=(?:all|any|every|each|our|both|staff|everyone|pupils|parents|employees|governors"
        r"|volunteers|members)\b)",
        0.7,
    ),
    (
        "must",
        r"\b(?:is|are)\s+responsible\s+for\b|\bcommit(?:ted|ment)\s+to\b|\bapproval\s+(?:is"
        r"|must be)\s+(?:required|needed)\b",
        0.8,
    ),
    ("must", r"\b(?:is|are)\s+expected\s+to\b|\bwe\s+require\b", 0.75),
    ("should", r"\bbe\s+expected\s+to\b", 0.75),
    ("should", r"\bshould\b|\bought\s+to\b", 0.97),
    (
        "should",
        r"\b(?:is|are|be)\s+(?:\w+\s+)?(?:advised|encouraged|recommended|asked|reminded|requested"
        r"|urged|invited|warned)\b",
        0.92,
    ),
    (
        "should",
        r"\bit\s+is\s+(?:also\s+)?(?:\w+\s+)?(?:recommended|important|advisable|good practice"
        r"|best practice|a good idea|sensible|wise)\b",
        0.85,
    ),
    (
        "should",
        r"\b(?:we|school)\s+(?:\w+\s+)?(?:encourages?|advises?|recommends?|asks?|expects?"
        r"|urges?)\b(?!\s+employees\s+to\s+make)",
        0.85,
    ),
    ("should", r"\bplease\b(?!d)|\bcaution\s+is\s+advised\b|\bgood\s+practice\b", 0.8),
)
_SOFT: _Rows = (
    ("statement", r"\bwill\s+be\s+(?:understood|taken\s+to|deemed|regarded|considered\s+(?:as|to))\b", 0.7),
    ("statement", r"\b(?:polic(?:y|ies)|guid\w+|document|agreement)\b[^.,;]{0,60}?\baims?\s+to\b", 0.7),
    ("must_not", r"\b(?:is|are|would\s+be|constitutes?)\s+(?:likely\s+to\s+be\s+)?a\s+(?:\w+\s+)?breach\s+of\b", 0.7),
    ("must", r"\b(?:all|every|each)\b[^.;]{3,260}?\b(?:signs?|completes?)\b(?!\s+with)", 0.65),
    ("must_not", r"\bwill\s+(?:not|never)\b|\bwon['’]t\b", 0.9),
    ("may", r"\breserves?\s+the\s+right\b|\b(?:will\s+)?(?:retains?|has|have|exercise)\s+the\s+right\b", 0.95),
    (
        "may",
        r"\bwill\s+(?:only\s+)?consider\b|\bwill,?\s+(?:if|where)\s+(?:\w+\s+)?(?:appropriate"
        r"|necessary|possible|needed)\b|\bat\s+the\s+discretion\b",
        0.8,
    ),
    (
        "should",
        r"\bwill\s+(?:\w+\s+)?(?:endeavour|aim|seek|attempt|strive)\s+to\b|\b(?:endeavours?"
        r"|aims?)\s+to\b|\bwill\s+(?:usually|normally|generally)\b",
        0.85,
    ),
    ("may", r"\b(?:is|are|be)\s+(?:only\s+)?(?:allowed|permitted|authorised|free|entitled|welcome)\b", 0.92),
    ("must", r"\bwill\b", 0.85),
    (
        "may",
        r"\bmay\b(?!\s*(?:/|or)\s*may)|\bcan\s+(?:take|use|be\s+(?:used|disciplined|asked))\b"
        r"|\b(?:could|might)\s+(?:also\s+)?(?:be|result|lead|constitute|render)\b",
        0.75,
    ),
    ("may", r"\bconstitutes?\b.{0,20}?misconduct\b|\bencourages?\b.{3,30}?\bto\s+make\b", 0.7),
)
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
    r"tell|contact|log|change|choose|protect|share|post|include|limit|act|stay|decline|inform|seek"
    r"|obtain|maintain|refer|block|"
    r"save|consult|comply|adhere|consider|think|remember|be|get|give|help|support|review|monitor"
    r"|update|show|raise|turn|lock|"
    r"familiarise|uphold|promote|encourage|provide|prevent|require|publish|delete|remove|record|sign"
    r"|discuss|apply|behave|"
    r"exercise|understand|prohibit|stamp)\b(?!\s+of\b|['’/]|ing\b)",
    re.IGNORECASE,
)
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
    r"(?:^|[,;:]\s+|\b(?:that|and|therefore)\s+)(?:no|neither|none of)\s+(?!one\b"
    r"|longer\b)[^,;]{2,80}$",
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
_COMPILED = {
    name: [(value, re.compile(pattern, re.IGNORECASE), sure) for value, pattern, sure in rows]
    for name, rows in (("firm", _FIRM), ("soft", _SOFT))
}
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


class Force(NamedTuple):
    """A modality, the words that gave it, how sure, and where in the text they stand (-1 where none do)."""

    value: Modality
    words: str
    confidence: float
    start: int = -1
    end: int = -1


def stated(text: str, *, main_only: bool = False) -> Force | None:
    """The force the words of `text` themselves give, or None. A main clause speaks before a subordinate one."""
    masked = _blank(_SUBORDINATE, text)
    main = _blank(_CONDITIONAL, masked)
    for name in ("firm", "soft"):
        for sight in (main,) if main_only else (main, masked):
            if found := _first(_COMPILED[name], sight, text):
                return _refused(text, found)
    return None


def imperative(text: str) -> Force | None:
    """A command, or an undertaking, at the front: "Do not…", "Ensure…", "If unsure, ask…", "I have read…", or None."""
    offset = _front(text)
    bare = text[offset:]
    for pattern, value, sure in _COMMANDS:
        if found := pattern.match(bare):
            return Force(value, found.group(), sure, offset, offset + found.end())
    return None


def force_in(text: str) -> Force | None:
    """The force of a sentence on its own: a command at its front, else what its words state."""
    command, own = imperative(text), stated(text)
    if own is None or (command and command.end <= own.start):
        return command
    return own


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


def negative(force: Modality) -> bool:
    """Whether the force is against doing something."""
    return force in ("must_not", "should_not")


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
