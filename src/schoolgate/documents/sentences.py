"""Text into sentences, and a sentence with two rules into two; each part keeps its place in the text."""

from __future__ import annotations

import re
from typing import NamedTuple

_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.?g|i\.?e|etc|Mr|Mrs|Ms|Dr|No|St|vs|cf|para|pp?|inc|approx|Rev|Prof|Ltd|viz|al)"
    r"|(?<!ppendix )(?<!ection )(?<!nnex )(?<!lass )\b[A-Z])\.$",
    re.IGNORECASE,
)
_END = re.compile(r"[.?!]+[\"”’')\]]*(?=\s+[\"“‘'(\[]?[A-Z0-9])|[.?!][\"”’']?(?=[A-Z][a-z]+ [a-z])|;(?=\s)")
_OWN_RULE = re.compile(
    r"[,;:]?\s+(?:and|but|or|nor|however,?)\s+(?=(?:(?:they|I|it|we|staff|you|pupils|parents|he/she"
    r"|employees)\s+)?(?:also\s+|then\s+)?"
    r"(?:must|should|shall|will|may not|cannot|do not|don't|never|are not|is not|are (?:expected"
    r"|required|asked|encouraged))\b)",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"\b(must|should|shall|will|may|can|cannot|ought|do not|don't|never|not to|required|expected"
    r"|encouraged|asked|advised|ensure|right to|committed)\b",
    re.I,
)
_SEMI_RULE = re.compile(
    r"\b(must|should|shall|will|may|do not|don't|never|please|ensure|it is (?:not )?\w+ to)\b", re.IGNORECASE
)

LONGEST = 1_200
"""Characters. The longest sentences of real policies have about half as many."""


class Part(NamedTuple):
    """A piece of a text: its words and where it starts in it."""

    text: str
    start: int


def sentences_of(text: str) -> list[Part]:
    """The sentences of a block, in order. A semicolon ends one where a rule of its own stands on both sides."""
    parts: list[Part] = []
    start = 0
    for end in _END.finditer(text):
        if _ends_here(text, start, end):
            _cut(parts, text, start, end.end())
            start = end.end()
    _cut(parts, text, start, len(text))
    return parts


def _ends_here(text: str, start: int, end: re.Match[str]) -> bool:
    if end.end() - start > LONGEST:
        return True
    so_far = text[start : end.end()]
    if end.group() == "." and _ABBREVIATION.search(so_far[-16:]) and not so_far.endswith("etc."):
        return False
    if end.group() == "." and so_far.count("“") > so_far.count("”"):
        return False
    return end.group() != ";" or bool(_SEMI_RULE.search(so_far) and _SEMI_RULE.search(_next(text, end.end())))


def _cut(parts: list[Part], text: str, start: int, end: int) -> None:
    """Add a sentence; one too long to be a sentence is cut into lengths, so that no rule of ours meets more."""
    while end - start > LONGEST:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        stop = space if space > 0 else start + LONGEST
        _add(parts, text, start, stop)
        start = stop
    _add(parts, text, start, end)


def rules_of(sentence: Part) -> list[Part]:
    """One part for each rule: "must ask first and must not post" is two. Part of one rule is not a rule."""
    parts: list[Part] = []
    start = 0
    for joint in _OWN_RULE.finditer(sentence.text):
        before = sentence.text[start : joint.start()]
        if not _MODAL.search(before) or _inside(sentence.text, joint.start()) or _depends(before):
            continue
        _add(parts, sentence.text, start, joint.start())
        start = joint.end()
    _add(parts, sentence.text, start, len(sentence.text))
    return [Part(part.text, sentence.start + part.start) for part in parts]


def _next(text: str, start: int) -> str:
    return re.split(r"[.;]\s", text[start : start + LONGEST], maxsplit=1)[0]


def _depends(before: str) -> bool:
    """The joint stands inside an opening "If …" or a relative clause that has not ended."""
    return bool(
        (re.match(r"\s*(if|where|when|once|unless)\b[^,]*$", before, re.I) and " then " not in before)
        or re.search(r"\b(who|which|that)\s+\w+$", before, re.I)
    )


def _inside(text: str, place: int) -> bool:
    """Within brackets or an open quotation."""
    before = text[:place]
    return before.count("(") > before.count(")") or before.count("“") > before.count("”")


def _add(parts: list[Part], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if any(c.isalnum() for c in stripped):
        parts.append(Part(stripped, start + len(piece) - len(piece.lstrip())))
