"""What several answers come to. Pure: absent means no, and any no means no."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

PARENTS, SELF = "parents", "self"


class Standing(StrEnum):
    """How it stands for one person and one purpose. Only `YES` lets them be shown; of `NEVER` no poster is told."""

    YES = "yes"
    NO = "no"
    NOBODY_SAID = "nobody_said"
    OVER = "over"
    DISAGREE = "disagree"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Answer:
    """The latest word of one who speaks. A yes counts until its last day; a no has none."""

    yes: bool
    until: date | None = None

    def runs(self, on: date) -> bool:
        return self.yes and (self.until is None or on <= self.until)


def stands(parents: Iterable[Answer], own: Answer | None, needed: Collection[str], on: date) -> Standing:
    """What the parents' latest answers and one's own come to on a day.

    `needed`: whose yes it takes: PARENTS (one of them is enough while none says no), SELF, or both.
    """
    said = {PARENTS: list(parents), SELF: [own] if own else []}
    noes = [one for one in said[PARENTS] if not one.yes]
    if noes and any(one.runs(on) for one in said[PARENTS]):
        return Standing.DISAGREE
    if noes or (own and not own.yes):
        return Standing.NO
    for who in needed:
        if not any(one.runs(on) for one in said[who]):
            return Standing.OVER if said[who] else Standing.NOBODY_SAID
    return Standing.YES if needed else Standing.NOBODY_SAID
