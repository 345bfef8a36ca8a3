"""Errands, as any kind of duty says what it asks. A test says what: `errand("wave", "staff", day)`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from schoolgate.duties.models import Duty
from schoolgate.duties.owing import Asked, Due, Owing

KIND = "errand"
LABEL = "Errands"
STIRRED_BY = frozenset({"errand.wished_for"})


@dataclass
class Errand:
    key: str
    audience: str
    by: date
    what: str
    clause: str = "4.2"
    round: str = "1"
    done: dict[int, str] = field(default_factory=dict)
    declined: dict[int, str] = field(default_factory=dict)


ERRANDS: list[Errand] = []


def errand(key: str, audience: str, by: date, what: str = "", **more: object) -> Errand:
    new = Errand(key, audience, by, what or f"Run the errand {key}", **more)  # type: ignore[arg-type]
    ERRANDS.append(new)
    return new


def owing(asked: Asked) -> Iterator[Owing]:
    for one in ERRANDS:
        people = {
            person: Due(
                one.round,
                one.by,
                one.audience,
                evidence=one.done.get(person, "") or one.declined.get(person, ""),
                declined=person in one.declined,
            )
            for person in asked.audiences.of(one.audience)
        }
        yield Owing(KIND, one.key, one.what, one.clause, people)


def address(duty: Duty) -> str:
    return f"/help/#{duty.key}"


def for_child(duty: Duty) -> str:
    return f"/help/#{duty.key}-for-a-child" if duty.audience.startswith("ks") else ""


def answer(duty: Duty) -> str:
    return f"/help/#answer-{duty.pk}"
