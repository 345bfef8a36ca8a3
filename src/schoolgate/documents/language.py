"""Is it in English? A count of common little words; enough to tell a Welsh policy, gently, that we cannot read it."""

from __future__ import annotations

import re

_ENGLISH = frozenset(
    [
        "the",
        "and",
        "of",
        "to",
        "in",
        "is",
        "be",
        "for",
        "must",
        "should",
        "will",
        "not",
        "on",
        "with",
        "their",
        "school",
        "or",
        "that",
        "any",
        "are",
        "by",
        "this",
        "as",
        "staff",
        "it",
        "from",
        "they",
        "you",
        "your",
        "we",
        "our",
        "at",
        "have",
        "do",
        "all",
        "pupils",
        "policy",
        "an",
        "if",
        "who",
        "must",
        "may",
        "can",
        "children",
    ]
)
_WELSH = frozenset(
    [
        "yr",
        "yn",
        "ac",
        "ar",
        "mae",
        "eu",
        "gyda",
        "neu",
        "fod",
        "gan",
        "ysgol",
        "disgyblion",
        "rhaid",
        "ni",
        "dylai",
        "staff",
        "cyfryngau",
        "cymdeithasol",
        "bydd",
        "wedi",
        "sydd",
        "hyn",
        "oes",
        "nid",
        "dylid",
        "rhieni",
        "ei",
        "bod",
        "fel",
        "polisi",
        "hwn",
        "unrhyw",
        "gael",
        "i'r",
        "a'r",
        "o'r",
        "i'w",
        "dim",
        "am",
        "plant",
        "y",
        "at",
    ]
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENOUGH = 60


def foreign(text: str, enough: int = _ENOUGH) -> str:
    """ "" for English or fewer words than `enough`; "welsh"; or "language" for another."""
    words = [word.replace("’", "'") for word in _WORD.findall(text[:60_000].lower())]
    if len(words) < enough:
        return ""
    english = sum(word in _ENGLISH for word in words)
    welsh = sum(word in _WELSH for word in words)
    if welsh > english and welsh > len(words) * 0.08:
        return "welsh"
    return "language" if english < len(words) * 0.06 else ""
