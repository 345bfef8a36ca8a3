"""Is the policy looked after: when it was adopted and is due for review, who approved it and who owns it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from schoolgate.policy.dates import in_words, last_day, months_after
from schoolgate.policy.lint.finding import Finding
from schoolgate.policy.lint.sheet import Sheet

_DUE_LABEL = re.compile(
    r"\b(?:next\s+review|review\s+(?:date|due|by)|date\s+(?:of"
    r"|for)\s+(?:next\s+)?review|due\s+(?:for|to\s+be)\s+review|"
    r"(?:to|will|must|should)\s+be\s+reviewed|renewal\s+date|review\s*:)",
    re.IGNORECASE,
)
_CYCLE = re.compile(
    r"\breview(?:s|ed)?\b[^.;]{0,70}?\b(?:(?P<year>annual(?:ly)?"
    r"|yearly|(?:each|every)\s+(?:school\s+|academic\s+)?year)|"
    r"(?:every|each)\s+(?P<n>\d{1,2}|two|three|four|five|twelve|eighteen"
    r"|twenty[- ]four)\s+(?P<unit>years|months)|(?P<term>termly|every\s+term))\b"
    r"|\b(?P<before>annual|yearly)\s+review\b",
    re.IGNORECASE,
)
_OF_POLICY = re.compile(r"\bpolicy\b|\bdocument\b|^\W*(?:next\s+)?review", re.IGNORECASE)
_COUNT = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "twelve": 12,
    "eighteen": 18,
    "twenty-four": 24,
    "twenty four": 24,
}
_APPROVED = re.compile(
    r"\b(?:approved|adopted|ratified|agreed|authorised|signed\s+off"
    r"|accepted)\s+(?:\w+\s+){0,2}?by\b(?!\s*[:|]?\s*$)[^.]{0,30}"
    r"\b(?:govern\w+|trust\w*|board|committee|FGB|LGB|head\s?teacher|principal|council)\b",
    re.IGNORECASE,
)
_POLICY_APPROVED = re.compile(r"\bpolicy\b|^\W*(?:approved|adopted|ratified|agreed)", re.IGNORECASE)
_OWNED = re.compile(
    r"\bresponsib\w+\s+(?:for|to|of)\s+(?:\w+\s+){0,6}?(?:this|the)\s+policy\b|\b(?:owner|owns"
    r"|in\s+charge\s+of|keeper)\b[^.]{0,30}\b(?:this|the)\s+policy\b|\bpolicy\s+(?:owner|lead|holder|author)\b"
    r"|\b(?:this|the)\s+policy\s+(?:is\s+owned|is\s+the\s+responsibility"
    r"|is\s+kept|will\s+be\s+(?:kept|reviewed)|is\s+reviewed)[^.]{0,40}\bby\s+"
    r"|\b(?:head\s?teacher|principal|governors?|governing\s+(?:body"
    r"|board)|committee|DSL|lead|manager|bursar)\b[^.]{0,30}"
    r"\b(?:reviews?|owns?|keeps?)\b[^.]{0,30}\bpolicy\b",
    re.IGNORECASE,
)


def check(sheet: Sheet) -> Iterator[Finding]:
    yield from _review(sheet)
    dates, people = sheet.reading.dates, sheet.reading.people
    if "adopted" not in dates:
        known = (
            f"It says when it was reviewed ({in_words(dates['reviewed'])}), but not"
            if "reviewed" in dates
            else "Nothing here says"
        )
        yield Finding(
            "missing_adoption_date",
            _line_of(sheet, dates.get("reviewed", "")),
            f"{known} when the school adopted this policy, so nobody can tell which text was in force on a given day.",
            "Write the day it was adopted beside the name of those who adopted it.",
        )
    if "approver" not in people and not any(
        _POLICY_APPROVED.search(s.text) for s in sheet.sentences if _APPROVED.search(s.text)
    ):
        yield Finding(
            "missing_approver",
            (1, 1),
            "Nothing here says who approved this policy.",
            "Name the body or role that adopted it, such as the full governing body, and the date.",
        )
    if "owner" not in people and not any(_OWNED.search(s.text) for s in sheet.sentences):
        yield Finding(
            "missing_owner",
            (1, 1),
            "Nothing here says whose job it is to keep this policy up to date.",
            "Name the role that owns it and starts its review, such as the head teacher.",
        )


def _review(sheet: Sheet) -> Iterator[Finding]:
    due, words = sheet.reading.dates.get("review_due", ""), "It was due for review by"
    if not due:
        about = (s.text for s in sheet.sentences if _OF_POLICY.search(s.text))
        cycle = next((found for text in about if (found := _CYCLE.search(text))), None)
        if cycle is None:
            yield Finding(
                "missing_review_date",
                _line_of(sheet, sheet.reading.dates.get("adopted", "")),
                "Nothing here says when this policy is to be reviewed "
                "next, so it can grow old without anybody noticing.",
                "Add a date for the next review; once a year is usual for a policy about online safety.",
            )
            return
        last = max((d for k, d in sheet.reading.dates.items() if k in ("adopted", "reviewed")), default="")
        if not last:
            return
        due = _later(last, _months(cycle))
        words = f"It says “{cycle.group().strip()}” and its last date is {in_words(last)}, so it was due by"
    if last_day(due) < sheet.on:
        yield Finding(
            "overdue_review",
            _due_lines(sheet, due),
            f"{words} {in_words(due)}, {_ago(last_day(due), sheet.on)} ago.",
            "Review it now, have it adopted again, and set the date of the next review.",
            in_words(due),
        )


def _ago(then: date, now: date) -> str:
    months = (now.year - then.year) * 12 + now.month - then.month - (now.day < then.day)
    years, months = divmod(months, 12)
    parts = [f"{n} {unit}{'s' * (n != 1)}" for n, unit in ((years, "year"), (months, "month")) if n]
    return " and ".join(parts) or "less than a month"


def _months(cycle: re.Match[str]) -> int:
    if cycle["n"]:
        count = _COUNT.get(cycle["n"].lower()) or int(cycle["n"])
        return count * (12 if cycle["unit"].lower() == "years" else 1)
    return 4 if cycle["term"] else 12


def _later(when: str, months: int) -> str:
    return f"{months_after(last_day(when), months):%Y-%m}"


def _due_lines(sheet: Sheet, due: str) -> tuple[int, int]:
    """The line that speaks of the review, and the line a little below it where the date stands."""
    year = due[:4]
    labels = [line.number for line in sheet.reading.document.lines if _DUE_LABEL.search(line.text)]
    dated = [line.number for line in sheet.reading.document.lines if _has_year(line.text, year)]
    pairs = [(label, at) for label in labels for at in dated if 0 <= at - label <= 6]
    if pairs:
        return min(pairs, key=lambda pair: pair[1] - pair[0])
    place = labels[0] if labels else 1
    return place, place


def _line_of(sheet: Sheet, when: str) -> tuple[int, int]:
    if when:
        for line in sheet.reading.document.lines:
            if _has_year(line.text, when[:4]) and len(line.text) < 120:
                return line.number, line.number
    return 1, 1


def _has_year(text: str, year: str) -> bool:
    return year in text or bool(re.search(rf"\b\d{{1,2}}[/.-]\d{{1,2}}[/.-]{year[2:]}\b", text))
