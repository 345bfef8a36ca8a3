"""Guidance that has been replaced, renamed or is cited without a date, and advice that is now reversed.

Which edition is in force on a day is data: guidance.yaml, each entry with its source and the day it was checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from schoolgate.policy.lint.data import pattern, table
from schoolgate.policy.lint.finding import Finding
from schoolgate.policy.lint.sheet import Passage, Sheet

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CURRENT = re.compile(
    r"\b(?:current|latest|most recent|up[- ]to[- ]date|as amended"
    r"|as updated|in force|statutory guidance of the day|each year)\b",
    re.IGNORECASE,
)
_CITED = re.compile(r"(?P<name>(?:[A-Z][\w’'&-]*,?[ ]){1,6})\((?P<year>(?:19|20)\d\d)\)")
_LAW = re.compile(r"\b(?:Act|Acts|Regulations?|Order|Directive|Convention|GDPR|Bill|Treaty)\b")
_OLD_YEARS = 7


def check(sheet: Sheet) -> Iterator[Finding]:
    cited: set[str] = set()
    for passage in sheet.passages:
        spoken_for = [*_editions(passage, sheet.on, cited), *_replaced(passage, sheet.on)]
        yield from spoken_for
        yield from (old for old in _old(passage, sheet.on) if not _overlaps(old, spoken_for))
    for sentence in sheet.sentences:
        yield from _reversed(sentence)


def _editions(passage: Passage, on: date, cited: set[str]) -> Iterator[Finding]:
    for work in table("guidance")["editions"]:
        seen: set[str] = set()
        for found in pattern(work["pattern"]).finditer(passage.text):
            year = _year_near(passage.text, found)
            words = f"{found.group()} {year}".strip()
            if year in seen or (not year and seen):
                continue
            seen.add(year)
            message = _out_of_date(work, year, on) if year else _undated(passage, found, work, cited)
            if message:
                yield Finding(
                    "superseded_guidance",
                    passage.span(*found.span()),
                    message,
                    "Name the edition in force and check the policy against it, or say “the edition in force”."
                    if year
                    else f"Add its date, or say “the edition of {work['name']} in force”.",
                    words,
                )


def _year_near(text: str, found: re.Match[str]) -> str:
    """The year that goes with a title: just after it, or just before."""
    after = re.match(r"(?:(?!\band\b)[^.;]){0,40}?\b((?:19|20)\d\d)\b", text[found.end() : found.end() + 60])
    if after:
        return after.group(1)
    before = re.search(r"\b((?:19|20)\d\d)\b[^.;\d]{0,30}$", text[max(0, found.start() - 60) : found.start()])
    return before.group(1) if before else ""


def _out_of_date(work: Any, year: str, on: date) -> str:
    editions = [e for e in work["editions"] if date.fromisoformat(e["from"]) <= on]
    if not editions or year in work.get("also", ()):
        return ""
    newer = [edition for edition in editions if edition["year"] > year]
    if newer:
        start = date.fromisoformat(newer[0]["from"])
        since = " and is reissued every year" if "yearly" in work else ""
        return f"It cites the {year} edition of {work['name']}, which was replaced on {_day(start)}{since}."
    if "yearly" in work and year >= work["editions"][-1]["year"]:
        month, day = map(int, work["yearly"].split("-"))
        if on >= date(int(year) + 1, month, day):
            return (
                f"It cites the {year} edition of {work['name']}, which is reissued "
                f"every year in {_month(month)}, so a newer one is due to be in force."
            )
    return ""


def _undated(passage: Passage, found: re.Match[str], work: Any, cited: set[str]) -> str:
    """Once a document: a title with no year, and nothing to say that whichever edition is in force is meant."""
    around = passage.text[max(0, found.start() - 120) : found.end() + 120]
    if work["name"] in cited or _CURRENT.search(around) or "gov.uk" in around or "www." in around:
        return ""
    cited.add(work["name"])
    return f"It cites {work['name']} without a date, so nobody can tell which edition the policy was written to."


def _replaced(passage: Passage, on: date) -> Iterator[Finding]:
    for work in table("guidance")["replaced"]:
        since = date.fromisoformat(work["since"])
        found = pattern(work["pattern"]).search(passage.text)
        if found and since <= on:
            yield passage.found(
                "superseded_guidance",
                found,
                f"{work['name']} is out of date: {work['by']} took its place {work.get('when', 'on ' + _day(since))}.",
                f"Replace it with {work['by']} and check that what the policy says still holds.",
            )


def _old(passage: Passage, on: date) -> Iterator[Finding]:
    """A source with its year in brackets, too old to lean on without a look. Law is left alone: it keeps its year."""
    for found in _CITED.finditer(passage.text):
        age = on.year - int(found["year"])
        if age > _OLD_YEARS and not _LAW.search(found["name"]):
            yield passage.found(
                "superseded_guidance",
                found,
                f"It leans on a source of {found['year']}, {age} years old, from before much of today's social media.",
                "Check that it still stands, and cite a current source if not.",
            )


def _overlaps(one: Finding, others: list[Finding]) -> bool:
    return any(
        one.lines == other.lines and (other.words in one.words or one.words in other.words or _YEAR.search(other.words))
        for other in others
    )


def _reversed(sentence: Passage) -> Iterator[Finding]:
    for advice in table("guidance")["reversed"]:
        found = [pattern(p).search(sentence.text) for p in advice["all"]]
        if all(found) and not any(pattern(p).search(sentence.text) for p in advice["not"]):
            matches = [m for m in found if m]
            start, end = min(m.start() for m in matches), max(m.end() for m in matches)
            yield Finding(
                advice["kind"],
                sentence.span(start, end),
                advice["message"],
                advice["fix"],
                sentence.text[start:end][:120],
            )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _month(month: int) -> str:
    return f"{date(2000, month, 1):%B}"
