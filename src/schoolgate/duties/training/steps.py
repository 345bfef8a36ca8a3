"""A course as steps: a page to read, or a question with its answers. From Markdown; pure.

Each `## heading` begins a step. A step that has a list of `- [ ]` and `- [x]` (the right one) is a question; what
stands behind `>` under an answer says why it is right or wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ANSWER = re.compile(r"^- \[([ xX])\] +(.+)$")


class CourseError(ValueError):
    """A course that cannot be taken. `str()` is one sentence that says what to put right."""


@dataclass(frozen=True, slots=True)
class Answer:
    words: str
    right: bool
    why: str


@dataclass(frozen=True, slots=True)
class Step:
    """`text` is Markdown. A step without answers is there to be read. `clauses` are numbers of those that decide."""

    title: str
    text: str
    answers: tuple[Answer, ...] = ()
    clauses: tuple[str, ...] = ()

    @property
    def right(self) -> int | None:
        """The place of the right answer, from 0; None for a step that asks nothing."""
        return next((place for place, answer in enumerate(self.answers) if answer.right), None)


def steps(markdown: str) -> tuple[Step, ...]:
    """The steps of a course. What stands before the first heading is a step of its own, without a title.

    Raises CourseError for a question without exactly one right answer, or with fewer than two answers.
    """
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in markdown.replace("\r\n", "\n").split("\n"):
        if line.startswith("## "):
            found.append((line[3:].strip(), []))
        else:
            found[-1][1].append(line)
    made = [_step(title, lines) for title, lines in found]
    return tuple(step for step in made if step.title or step.text or step.answers)


def _step(title: str, lines: list[str]) -> Step:
    text: list[str] = []
    answers: list[Answer] = []
    for line in lines:
        if match := ANSWER.match(line):
            answers.append(Answer(match[2].strip(), match[1] != " ", ""))
        elif answers and line.strip().startswith(">"):
            last = answers.pop()
            more = line.strip().removeprefix(">").strip()
            answers.append(Answer(last.words, last.right, f"{last.why} {more}".strip()))
        elif answers and line.strip():
            raise CourseError(f"Under the answers of “{title}”, begin each line with “- [ ]”, “- [x]” or “>”.")
        else:
            text.append(line)
    if answers and (len(answers) < 2 or sum(answer.right for answer in answers) != 1):
        raise CourseError(f"Give the question “{title}” two answers or more, and mark one of them “- [x]”.")
    return Step(title, "\n".join(text).strip(), tuple(answers))


def questions(of: tuple[Step, ...]) -> list[int]:
    """The numbers, from 1, of the steps that ask something."""
    return [number for number, step in enumerate(of, 1) if step.answers]
