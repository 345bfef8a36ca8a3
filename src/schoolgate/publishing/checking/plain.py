"""How old somebody has to be to read a draft with ease."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schoolgate.casework.letters.plain_english import SENTENCE, WORD, reading_age
from schoolgate.publishing.checking.model import Draft, Finding, Known

NOT_READ = re.compile(r"https?://\S+|www\.\S+|[@#]\w+")
"""Addresses, tags and accounts: nobody reads them as words."""


def findings(draft: Draft, known: Known) -> Iterator[Finding]:
    most = known.asked.reading_age
    if most is None:
        return
    lines = [line for line in NOT_READ.sub("", draft.text).splitlines() if line.strip()]
    age = reading_age(lines)
    if age > most:
        start, end = _longest(draft.text)
        yield Finding(
            "reading_age",
            "warn",
            "text",
            f"Its reading age is about {age:.0f}, and ours is {most}: many families would not get to the end of it.",
            "Use shorter words and shorter sentences. This sentence is the longest: make two of it.",
            start=start,
            end=end,
        )


def _longest(text: str) -> tuple[int, int]:
    """Where the sentence with the most words stands."""
    best, most, at = (0, len(text)), 0, 0
    for line in text.splitlines(keepends=True):
        begin = at
        for sentence in SENTENCE.split(line):
            begin = text.index(sentence, begin) if sentence else begin
            count = len(WORD.findall(sentence))
            if count > most:
                stripped = sentence.rstrip()
                best, most = (begin, begin + len(stripped)), count
            begin += len(sentence)
        at += len(line)
    return best
