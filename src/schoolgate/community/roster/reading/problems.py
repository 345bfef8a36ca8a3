"""What is wrong with a file: every place, up to a hundred of each kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

OF_EACH_KIND = 100


class Problem(NamedTuple):
    """One thing to put right. `line` is the line in the file, from 1; 0 for the file as a whole."""

    file: str
    line: int
    kind: str
    message: str


class UnreadableError(Exception):
    """A file that cannot be read any further. Holds the one problem that says why."""

    def __init__(self, file: str, kind: str, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.problem = Problem(file, line, kind, message)


@dataclass(slots=True)
class Problems:
    """The first hundred of each kind, in the order they were met, and how many there are of each."""

    listed: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, file: str, line: int, kind: str, message: str) -> None:
        self.counts[kind] += 1
        if self.counts[kind] <= OF_EACH_KIND:
            # A message may quote what is not text at all.
            said = message.encode("utf-8", "replace").decode()
            self.listed.append(Problem(file, line, kind, said))

    def are_more(self) -> bool:
        """Whether there are more than are listed."""
        return any(count > OF_EACH_KIND for count in self.counts.values())

    def __bool__(self) -> bool:
        return bool(self.listed)
