"""Key words that are misspelt. Ordinary words are left alone: a policy is not a spelling test."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from schoolgate.policy.lint.data import pattern, table
from schoolgate.policy.lint.finding import Finding
from schoolgate.policy.lint.sheet import Passage, Sheet
from schoolgate.policy.lint.words import Near

_WORD = re.compile(r"(?<![\w@./'’-])[A-Za-z]{6,}(?![\w@'’]|\.\w|/\w)")
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "er", "al", "ally")


def check(sheet: Sheet) -> Iterator[Finding]:
    own = Counter(word.lower() for word in _WORD.findall(sheet.text))
    for passage in sheet.passages:
        seen: list[tuple[int, int]] = []
        for entry in table("words")["wrong"]:
            rule = pattern(entry["exact"], exact=True) if "exact" in entry else pattern(entry["pattern"])
            for found in rule.finditer(passage.text):
                place = 1 if rule.groups else 0
                seen.append(found.span(place))
                yield _finding(passage, found.span(place), entry["write"], entry.get("why", ""))
        for found in _WORD.finditer(passage.text):
            right = _term_meant(found.group().lower(), own)
            if right and not any(start <= found.start() < end for start, end in seen):
                yield _finding(passage, found.span(), right, "")


def _finding(passage: Passage, span: tuple[int, int], write: str, why: str) -> Finding:
    words = passage.text[slice(*span)]
    reason = why or "people search a policy for its key words and would miss this one"
    return Finding(
        "typo_key_term", passage.span(*span), f"“{words}” looks like a slip: {reason}.", f"Write {write}.", words
    )


@cache
def _known() -> frozenset[str]:
    words = table("words")
    return frozenset((*words["terms"], *words["fine"]))


@cache
def _near() -> Near:
    return Near(term for term in table("words")["terms"] if len(term) > 6)


def _term_meant(word: str, own: Counter[str]) -> str:
    """The key term that this word misspells, or ''. A word the document uses often is not a slip."""
    if word in _known() or own[word] > 2 or len(word) < 7 or _is_form(word):
        return ""
    near = _near().one_slip_from(word)
    return next((term for term in near if not _same_root(word, term)), "")


def _is_form(word: str) -> bool:
    """A known word with another ending."""
    return any(word.endswith(end) and word[: -len(end)] in _known() for end in _ENDINGS)


def _same_root(word: str, term: str) -> bool:
    """They differ in the ending alone, or as British and American spelling do."""
    if word.replace("z", "s") == term.replace("z", "s"):
        return True
    return word[:-2] == term[:-2] or word[:-1] == term or term[:-1] == word or word == term + "s"
