"""Dates as school documents write them, into ISO as exact as given: 2018-02, 2023-11-20, 2024-autumn, 2025."""

from __future__ import annotations

import re
from typing import NamedTuple

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?\\.?" if name != "may" else "may" for name in _MONTHS).replace(
    "sep(?:tember)", "sep(?:t|tember)"
)
_YEAR = r"(?:20\d\d|19\d\d|['’]\d\d)"
_SHAPES = (
    re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<mon>{_MONTH})[,\s]+(?P<y>{_YEAR})\b", re.IGNORECASE
    ),
    re.compile(rf"\b(?P<mon>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>{_YEAR})\b", re.IGNORECASE),
    re.compile(r"\b(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"),
    re.compile(r"\b(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>20\d\d|\d\d)\b"),
    re.compile(rf"\b(?P<mon>{_MONTH})[\s,/-]+(?P<y>{_YEAR})\b", re.IGNORECASE),
    re.compile(rf"\b(?P<term>autumn|spring|summer)(?:\s+term)?(?:\s*\d)?[,\s]+(?P<y>{_YEAR})\b", re.IGNORECASE),
    re.compile(r"\b(?P<m>0?[1-9]|1[0-2])[/.](?P<y>20\d\d)\b"),
    re.compile(r"\b(?P<y>20\d\d)\b(?!\s*[/–-]\s*\d\d)"),
)


class Found(NamedTuple):
    """A date: ISO value, the words that gave it, and where they start."""

    iso: str
    words: str
    start: int


def dates_in(text: str, *, bare_years: bool = False) -> list[Found]:
    """Dates in order of place. A year standing alone counts only where `bare_years`."""
    taken = [False] * (len(text) + 1)
    found: list[Found] = []
    for shape in _SHAPES if bare_years else _SHAPES[:-1]:
        for match in shape.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            if iso := _iso(match.groupdict()):
                found.append(Found(iso, match.group(), match.start()))
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    return sorted(found, key=lambda date: date.start)


def _iso(parts: dict[str, str | None]) -> str:
    year = (parts.get("y") or "").lstrip("'’")
    year = f"20{year}" if len(year) == 2 else year
    if term := parts.get("term"):
        return f"{year}-{term.lower()}"
    month = int(parts.get("m") or 0)
    if name := parts.get("mon"):
        month = 1 + next(i for i, full in enumerate(_MONTHS) if full.startswith(name.lower().rstrip(".")[:3]))
    day = int(parts.get("d") or 0)
    if month > 12 or day > 31:
        return ""
    return year + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
