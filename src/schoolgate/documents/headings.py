"""Is this short line a heading? Points for and against, since documents seldom say."""

from __future__ import annotations

import re

_TOPIC = re.compile(
    r"\b(introduction|overview|background|purpose|aims?|objectives?|scope|definitions?|principles?"
    r"|procedures?|polic(?:y|ies)"
    r"|guidelines?|guidance|monitoring|training|breach(?:es)?|sanctions?|review|appendix|annex|roles?"
    r"|responsibilit(?:y|ies)"
    r"|expectations?|conduct|rationale|statement|legal|legislation|framework|references|contents"
    r"|outcomes?|strateg(?:y|ies)"
    r"|agreement|declaration|complaints|reporting|safeguarding|use of|further information|see also)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(is|are|was|must|should|shall|can|cannot|has|have|been|be subject|does|do not|don't|applies"
    r"|includes?)\b",
    re.IGNORECASE,
)
_SOFT_VERB = re.compile(r"\b(will|may|could|would)\b", re.IGNORECASE)
_SENTENCE_START = re.compile(
    r"^(it|this|that|these|those|there|we|i|you|they|if|all|any|nothing|please|never|always|do|don't"
    r"|not|no)\b",
    re.I,
)
_NUMBERED = re.compile(
    r"^(?:(?:section|part|appendix|annex)\s+)?(?:\d{1,2}(?:\.\d{1,2})*\.?|[A-Z][.)])\s+(?=[A-Z])", re.IGNORECASE
)
_APPENDIX = re.compile(r"^(appendix|annex|schedule|section|part)\s+([0-9]{1,2}|[A-Z])\b", re.IGNORECASE)
_SMALL = {
    "and",
    "or",
    "of",
    "the",
    "for",
    "to",
    "in",
    "by",
    "on",
    "at",
    "a",
    "an",
    "with",
    "from",
    "our",
    "your",
    "etc",
    "&",
}


def number_of(text: str) -> str:
    """The number a heading carries ("2.1", "A", "Appendix 1"), or ''."""
    found = _NUMBERED.match(text) or _APPENDIX.match(text)
    return found.group().strip().rstrip(".)") if found else ""


def level_of(text: str) -> int:
    """How deep the number says the heading is: "2" is 1, "2.1" is 2, "1.0" is 1."""
    return 1 + number_of(text).removesuffix(".0").count(".")


def is_heading(text: str, *, bold: bool, alone: bool, numbered: bool = False) -> bool:
    """Whether `text` (marks taken off) heads what follows.

    `alone` says that space stands above and below it; `numbered` that a list number stands before it.
    """
    words = text.split()
    if not words or len(words) > 16 or not any(c.isalpha() for c in text) or _is_broken(text):
        return False
    return _points(text, words, bold=bold, alone=alone, numbered=numbered) >= 3


def _points(text: str, words: list[str], *, bold: bool, alone: bool, numbered: bool) -> int:
    caps = _is_caps(text)
    loud = bold or caps
    points = (
        3 * bold + 3 * caps + 1 * alone + 2 * bool(numbered or _NUMBERED.match(text)) + 3 * bool(_APPENDIX.match(text))
    )
    points += 2 * _is_title_case(words) + (len(words) <= 6) + 2 * bool(_TOPIC.search(text))
    points -= (2 if alone else 4) * (not (alone or loud))
    points -= 2 * (text.endswith(":") and not loud) + 3 * bool(_VERB.search(text) and not caps)
    points -= bool(_SOFT_VERB.search(text) and not _TOPIC.match(text)) + 2 * bool(
        _SENTENCE_START.match(text) and not caps
    )
    return points - (len(words) > 12)


def _is_broken(text: str) -> bool:
    """It ends, or starts, as no heading does; or it is a label with its value, or an address."""
    if text[-1] in ".;,!" and not text.endswith("etc."):
        return True
    if text[0].islower() or text[0] in "(“\"‘'":
        return True
    return bool(re.search(r"https?://|www\.|@\w|\w:\s+\S|\b(19|20)\d\d$|\t|\|", text))


def _is_caps(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 4 and sum(c.isupper() for c in letters) >= 0.85 * len(letters)


def _is_title_case(words: list[str]) -> bool:
    big = [w for w in words if w.lower() not in _SMALL and w[0].isalpha()]
    return bool(big) and all(w[0].isupper() for w in big) and (len(big) > 1 or len(words) == 1)
