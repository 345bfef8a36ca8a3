"""What every check is given: the reading, the day, and the text cut into passages that know their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from schoolgate.documents.model import Block, Reading
from schoolgate.documents.sentences import sentences_of
from schoolgate.policy.lint.finding import Finding, Kind

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Passage:
    """A block of the document; `first` is the text's first sentence start within the block (0 for the block)."""

    block: Block
    text: str
    first: int = 0

    @property
    def lines(self) -> tuple[int, int]:
        return self.span(0, len(self.text))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The lines on which the characters from `start` to `end` stand."""
        return self._line(start), self._line(max(start, end - 1))

    def _line(self, place: int) -> int:
        line = self.block.lines[0]
        for offset, number in self.block.starts:
            if offset <= place + self.first:
                line = number
        return line

    def found(self, kind: Kind, match: re.Match[str], message: str, fix: str) -> Finding:
        """A finding at the words that matched."""
        return Finding(kind, self.span(*match.span()), message, fix, tidy(match.group()))

    def sentences(self) -> Iterator[Passage]:
        for part in sentences_of(self.text):
            yield Passage(self.block, part.text, self.first + part.start)


class Sheet:
    """One document on one day."""

    def __init__(self, reading: Reading, on: date) -> None:
        self.reading = reading
        self.on = on
        self.blocks = reading.document.blocks

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(Passage(block, block.text) for block in self.blocks)

    @cached_property
    def prose(self) -> tuple[Passage, ...]:
        """Every passage but headings."""
        return tuple(passage for passage in self.passages if passage.block.kind != "heading")

    @cached_property
    def sentences(self) -> tuple[Passage, ...]:
        return tuple(sentence for passage in self.prose for sentence in passage.sentences())

    @cached_property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)


def tidy(words: str, most: int = 90) -> str:
    """Words to quote: single spaces, and no longer than a line."""
    words = _SPACES.sub(" ", words).strip()
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + "…"


def tail(text: str, most: int = 70) -> str:
    """The last words of a text, to quote."""
    text = _SPACES.sub(" ", text).strip()
    return text if len(text) <= most else "…" + text[-most:].split(" ", 1)[-1]
