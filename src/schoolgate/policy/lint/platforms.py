"""Names of social networks: out of date, or misspelt. What became of each is data: platforms.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from schoolgate.policy.lint.data import pattern, table
from schoolgate.policy.lint.finding import Finding
from schoolgate.policy.lint.sheet import Passage, Sheet
from schoolgate.policy.lint.words import Near

_KNOWS = re.compile(
    r"\bformerly\b|\bpreviously\b|\bonce\s+(?:called|known)\b"
    r"|\bnow\s+(?:called\s+)?X\b|\bX\s*[(/,]|[(/]\s*X\b|\bclosed\b|\bused\s+to\s+be\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?<![\w@./-])[A-Za-z]+(?:['’][A-Za-z]+)?(?![\w@]|\.[a-z]{2,3}\b|/)")
_PAIR = re.compile(r"(?<![\w@./])([A-Z][a-z]+(?:['’]s)?)[ -]([A-Z][a-z]+)(?![\w@]|\.[a-z])")
_MICROBLOG = re.compile(r"\b(?:mircoblog|micorblog|mcroblog|micro-?bolg)(?:s|ging)?\b", re.IGNORECASE)


def check(sheet: Sheet) -> Iterator[Finding]:
    for passage in sheet.passages:
        yield from _gone(passage, sheet.on)
        yield from _misspelt(passage)


def _gone(passage: Passage, on: date) -> Iterator[Finding]:
    for entry in table("platforms")["gone"]:
        if date.fromisoformat(entry["since"]) > on:
            continue
        found = pattern(entry.get("exact", entry["pattern"]), exact=True).search(passage.text)
        if found and "beside" in entry and not _others(passage.text, found.group()):
            continue
        if found and not _KNOWS.search(passage.text[max(0, found.start() - 40) : found.end() + 40]):
            yield passage.found(
                "old_platform_name",
                found,
                f"{found.group()} is out of date: {entry['became']}.",
                f"Write {entry['write']}, or name kinds of service rather than brands, which do not date.",
            )


def _others(text: str, word: str) -> bool:
    """Whether another network than this word is named in the text."""
    return any(name in text for name in table("platforms")["names"] if name != word)


def _misspelt(passage: Passage) -> Iterator[Finding]:
    seen: set[str] = set()
    for found in (*_PAIR.finditer(passage.text), *_WORD.finditer(passage.text)):
        right = _name_meant(found.group())
        if right and found.group() not in seen:
            seen.add(found.group())
            yield _wrong(passage, found, right)
    for found in _MICROBLOG.finditer(passage.text):
        yield _wrong(
            passage,
            found,
            "microblog" + ("ging" if found.group().endswith("ging") else "s" if found.group().endswith("s") else ""),
        )


def _wrong(passage: Passage, found: re.Match[str], right: str) -> Finding:
    return passage.found(
        "old_platform_name",
        found,
        f"“{found.group()}” is misspelt, so a search of the policy would miss it.",
        f"Write {right}.",
    )


@cache
def _names() -> dict[str, str]:
    return {name.lower(): name for name in table("platforms")["names"]}


@cache
def _near() -> Near:
    return Near(low for low in _names() if len(low) > 6 and low not in table("platforms")["common"])


def _name_meant(words: str) -> str:
    """The network that these words misspell, or ''. All in small or in capital letters is a style, not a mistake."""
    if " " not in words and (words.islower() or words.isupper()):
        return ""
    if words in table("platforms")["also"]:
        return ""
    bare = words.replace("’", "'").removesuffix("'s") if "app" not in words.lower() else words
    flat = re.sub(r"[\s'’-]", "", bare).lower()
    right = _names().get(flat, "")
    if right:
        if (
            flat in table("platforms")["common"]
            or bare == right
            or (" " not in bare and (bare.islower() or bare.isupper()))
        ):
            return ""
        return right
    if " " in bare or len(flat) < 6 or not bare[0].isupper():
        return ""
    near = (_names()[low] for low in _near().one_slip_from(flat))
    return next((name for name in near if not flat.startswith(name.lower())), "")
