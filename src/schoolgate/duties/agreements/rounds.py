"""Which time round somebody is asked, from what they answered before: once a version, and again when it has run out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from schoolgate.duties.agreements.known import data
from schoolgate.policy.dates import months_after


@dataclass(frozen=True, slots=True)
class Answered:
    """A signature as owing needs it: its number, its day, and whether it says yes."""

    pk: int
    on: date
    signed: bool


@dataclass(frozen=True, slots=True)
class Round:
    """The round that runs on a day. `due` is when the last signature runs out, None for a first round; `answer` is
    what was answered in this round, None while it is owed."""

    name: str
    due: date | None
    answer: Answered | None


def current_round(number: int, answers: Iterable[Answered], renew_months: int | None, on: date) -> Round:
    """Where somebody stands with version `number` of a text, from their answers to it in order of time.

    An answer of the last weeks before a signature runs out belongs to the next round.
    """
    again = timedelta(days=int(data("settings.yaml")["ask_again"]))
    time, due, last, runs_out = 0, None, None, None
    for answer in answers:
        if runs_out and answer.on >= runs_out - again:
            time, due, last, runs_out = time + 1, runs_out, None, None
        if last and last.signed:
            continue
        last = answer
        if answer.signed and renew_months:
            runs_out = months_after(answer.on, renew_months)
    if runs_out and on >= runs_out - again:
        time, due, last = time + 1, runs_out, None
    return Round(f"v{number}" if not time else f"v{number}.{time}", due, last)


def version_of(name: str) -> int:
    """The version that a round is about, from its name: 3 for "v3" and "v3.1"."""
    return int(name.removeprefix("v").partition(".")[0])
