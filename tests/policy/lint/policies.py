"""A sound policy, and the same policy with one thing changed."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from schoolgate.documents.reader import read_file
from schoolgate.policy.lint import Finding, lint

TODAY = date(2026, 11, 21)
CLEAN = (Path(__file__).parent / "clean.txt").read_text()


@cache
def findings(text: str, on: date = TODAY) -> list[Finding]:
    return lint(read_file(text.encode(), "policy.txt"), on)


def changed(old: str, new: str) -> str:
    """The sound policy with one passage changed, which has to stand there once."""
    assert CLEAN.count(old) == 1, f"{old!r} stands {CLEAN.count(old)} times"
    return CLEAN.replace(old, new)


def added(*sentences: str) -> str:
    """The sound policy with a paragraph more in its section on official accounts."""
    place = "4. Pictures of pupils"
    return changed(place, "".join(f"{sentence}\n\n" for sentence in sentences) + place)


def line_of(text: str, words: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if words in line)
