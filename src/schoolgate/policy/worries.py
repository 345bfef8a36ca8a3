"""A worry is not a question about rules: somebody who tells us of harm is given help, first and alone.

The words that give a worry away, what to say and whom to call are dated data, in `worries.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from schoolgate.policy.asking.lexicon import BREAK, Phrasebook, listed
from schoolgate.policy.asking.reading import classes
from schoolgate.policy.asking.words import tokens
from schoolgate.policy.vocabulary import load_yaml

LONG = 6  # letters of a stem that a slip of the finger is put right to; a short word is too easily another


@dataclass(frozen=True, slots=True)
class Helpline:
    """Somebody to call. `number` is empty where help is asked for on the web; `at` is where that is."""

    name: str
    number: str
    hours: str
    web: str
    at: str
    why: str

    @property
    def dial(self) -> str:
        """The number as a telephone dials it."""
        return self.number.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Worry:
    """What was told, by its `kind`, and the help: what to say first, what to do, whom to tell, whom to call.

    `adult` is true for the words for somebody who asks about a child in their care; `never` is one serious sentence.
    """

    kind: str
    adult: bool
    head: str
    say: tuple[str, ...]
    never: str
    do: tuple[str, ...]
    call: tuple[Helpline, ...]
    also: str


class Span(NamedTuple):
    kind: str
    start: int
    end: int


def worry(text: str) -> Worry | None:
    """The gravest worry that the words tell of, or None for a question about rules.

    What is told of without being asked about ("they are bullying me") is a worry only where nobody asks whether they
    may or must do something; what is grave is one however it is put.
    """
    stems = [BREAK, *(token.stem for token in tokens(_plain(text), _long_stems())), BREAK]
    found = [*_spans("always", stems)]
    if not _asks(stems):
        found += _spans("told", stems)
    kinds = {one.kind for one in found if not any(_within(one, other) for other in found)}
    kind = next((kind for kind in _data()["kinds"] if kind in kinds), None)
    adult = bool(_places("adults", stems)) and not _places("children", stems)
    return _help(kind, adult) if kind else None


def in_danger() -> str:
    """The number that somebody calls who is in danger now."""
    return helpline("emergency").number


@cache
def helpline(name: str) -> Helpline:
    entry = _data()["helplines"][name]
    return Helpline(
        entry["name"], entry.get("number", ""), entry["hours"], entry["web"], entry["address"], entry["why"]
    )


def as_dict(worry: Worry) -> dict[str, Any]:
    """A worry as `schoolgate ask --json` prints it."""
    call = [{"name": h.name, "number": h.number, "hours": h.hours, "web": h.web, "for": h.why} for h in worry.call]
    never = [worry.never] if worry.never else []
    return {"kind": worry.kind, "say": [*worry.say, *never], "do": list(worry.do), "call": call}


def in_words(worry: Worry) -> str:
    """A worry's help as lines of plain text."""
    never = [worry.never, ""] if worry.never else []
    call = [f"  {h.name}: {h.number or h.web} ({h.why}; {h.hours})" for h in worry.call]
    do = [f"  - {line}" for line in worry.do]
    help_now = ["Who to call", *call, "", "What to do now", *do]
    return "\n".join([worry.head, "", *worry.say, "", *never, *help_now, "", worry.also, told_nobody()])


def told_nobody() -> str:
    """That what was typed went no further, so that nobody waits for a help that was never called."""
    return str(_data()["told_nobody"])


@cache
def _data() -> Any:
    return load_yaml(files("schoolgate.policy").joinpath("worries.yaml").read_bytes())


@cache
def _book(name: str) -> Phrasebook:
    """The phrases of one list of the data, or of every kind at one level (always, told)."""
    data = _data()
    written: Mapping[str, str] = (
        {name: data[name]}
        if name in data
        else {kind: entry[name] for kind, entry in data["kinds"].items() if name in entry}
    )
    people = {group: tuple(listed(words)) for group, words in data["classes"].items()}
    return Phrasebook(written, {**classes(), **people})


@cache
def _long_stems() -> frozenset[str]:
    books = (_book(name) for name in ("always", "told", "ignored", "asks", "seeks", "adults", "children"))
    return frozenset(stem for book in books for stem in book.stems if len(stem) >= LONG)


@cache
def _spellings() -> re.Pattern[str]:
    written = sorted(_data()["spelling"], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, written))})(?!\w)")


def _plain(text: str) -> str:
    spelling = _data()["spelling"]
    return _spellings().sub(lambda found: str(spelling[found[0]]), text.lower())


def _spans(level: str, stems: Sequence[str]) -> list[Span]:
    """What tells of a worry, without ways of speaking that mean nothing of the kind."""
    hidden = _places("ignored", stems)
    return [Span(*found) for found in _book(level).find(stems) if hidden.isdisjoint(range(found.start, found.end))]


def _places(name: str, stems: Sequence[str]) -> set[int]:
    return {place for found in _book(name).find(stems) for place in range(found.start, found.end)}


def _asks(stems: Sequence[str]) -> bool:
    """Whether somebody asks if they may or must, rather than what to do or whom to tell."""
    seeks = _places("seeks", stems)
    return any(seeks.isdisjoint(range(found.start, found.end)) for found in _book("asks").find(stems))


def _within(one: Span, other: Span) -> bool:
    """“told me to kill myself” is bullying, whatever its last words are by themselves."""
    return one.kind != other.kind and other.start <= one.start and one.end <= other.end and one[1:] != other[1:]


def _help(kind: str, adult: bool) -> Worry:
    entry = _data()["kinds"][kind]
    words = entry["adult" if adult else "child"]
    return Worry(
        kind,
        adult,
        words["head"],
        tuple(words["say"]),
        entry.get("never", ""),
        tuple(words["do"]),
        tuple(helpline(name) for name in words["call"]),
        _data()["also"]["adult" if adult else "child"],
    )
