"""Policies side by side, over every act; and one version against another, clause by clause. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from schoolgate.policy.clause import Clause
from schoolgate.policy.engine import Rulebook, Ruling, judge
from schoolgate.policy.explain import joined, whom_to_ask
from schoolgate.policy.vocabulary import acts, roles


@dataclass(frozen=True, slots=True)
class Situation:
    """One case that the policies settle: the facts that it takes, and each policy's ruling, in their order."""

    act: str
    facts: Mapping[str, str]
    rulings: tuple[Ruling, ...]

    @property
    def differs(self) -> bool:
        return len({_answer(ruling) for ruling in self.rulings}) > 1


def _answer(ruling: Ruling) -> tuple[object, ...]:
    return ruling.verdict, frozenset(ruling.alternatives), frozenset(ruling.consents)


def situations(books: Sequence[Rulebook], act: str, facts: Mapping[str, str], on: date) -> Iterator[Situation]:
    """Every case of an act that some policy tells apart, with the fewest facts that settle it for all of them."""
    rulings = tuple(judge(book, act, facts, on) for book in books)
    asked = next((ruling.unknown[0] for ruling in rulings if ruling.unknown), None)
    if asked is None:
        yield Situation(act, facts, rulings)
        return
    name, values = asked
    for value in values:
        yield from situations(books, act, {**facts, name: value}, on)


def differences(books: Sequence[Rulebook], on: date, by: Iterable[str] = ()) -> Iterator[Situation]:
    """The cases, over every act and role (or those in `by`), in which the policies do not answer alike.

    Roles that are a kind of another (the head, who is staff) are left out where they fare as it does.
    """
    wanted = list(by) or list(roles())
    for act in acts():
        told: dict[str, list[Situation]] = {}
        for role in wanted:
            found = [s for s in situations(books, act, {"by": role}, on) if s.differs]
            told[role] = found
            parent = roles()[role].get("also")
            if parent in told and _same(found, told[parent]):
                continue
            yield from found


def _same(mine: list[Situation], theirs: list[Situation]) -> bool:
    def shape(found: list[Situation]) -> list[object]:
        return [({**s.facts, "by": ""}, [_answer(r) for r in s.rulings]) for s in found]

    return shape(mine) == shape(theirs)


_THEN = {
    "forbidden": "could not",
    "discouraged": "were advised not to",
    "allowed": "could",
    "silent": "had no rule",
}
_NOW = {
    "forbidden": "must not",
    "discouraged": "are advised not to",
    "allowed": "may",
    "silent": "have no rule",
}


def change_sentence(before: Ruling, after: Ruling) -> str:
    """The difference for one kind of person: "Staff could; now they must ask the head teacher first."."""
    who = roles()[before.facts["by"]]["label"]
    then = f"had to ask {joined(whom_to_ask(before))} first" if before.verdict == "needs" else _THEN[before.verdict]
    now = f"must ask {joined(whom_to_ask(after))} first" if after.verdict == "needs" else _NOW[after.verdict]
    return f"{who[:1].upper()}{who[1:]} {then}; now they {now}."


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause of one version and its match in the next; one of the two is None where it was added or removed."""

    kind: Literal["same", "changed", "added", "removed"]
    before: Clause | None
    after: Clause | None


def clause_changes(before: Sequence[Clause], after: Sequence[Clause]) -> list[ClauseChange]:
    """Each clause of the new version with its match in the old, in the new order; then those that are gone.

    A match is the same words, then the same number with like words, then the likest words (half shared or more).
    """
    left = {clause.id: clause for clause in before}
    words = {id(clause): _words(clause) for clause in (*before, *after)}
    pairs: dict[str, Clause] = {}
    holding: dict[str, list[str]] = {}
    for clause in before:
        for word in words[id(clause)]:
            holding.setdefault(word, []).append(clause.id)

    def sharing(clause: Clause) -> list[str]:
        """The old clauses with which it shares its rarest words: half of them, or it is not half alike."""
        rarest = sorted(words[id(clause)], key=lambda word: len(holding.get(word, ())))
        kept = rarest[: len(rarest) // 2 + 1]
        return list(dict.fromkeys(number for word in kept for number in holding.get(word, ())))

    def pair(likeness: float, same_number: bool) -> None:
        for clause in after:
            if clause.id in pairs or not left:
                continue
            if same_number:
                pool = [left[clause.id]] if clause.id in left else []
            else:
                pool = [left[number] for number in sharing(clause) if number in left]
            # Of two that are equally like it, the one with its own number.
            like = {c.id: (_likeness(words[id(c)], words[id(clause)]), c.id == clause.id) for c in pool}
            best = max(like, key=lambda number: like[number], default=None)
            if best is not None and like[best][0] >= likeness:
                pairs[clause.id] = left.pop(best)

    pair(1.0, same_number=False)
    pair(0.3, same_number=True)
    pair(0.5, same_number=False)
    matched = [_change(pairs.get(clause.id), clause) for clause in after]
    return matched + [ClauseChange("removed", gone, None) for gone in left.values()]


def _change(before: Clause | None, after: Clause) -> ClauseChange:
    if before is None:
        return ClauseChange("added", None, after)
    return ClauseChange("same" if _substance(before) == _substance(after) else "changed", before, after)


def _substance(clause: Clause) -> Clause:
    """What a clause says and binds, whatever its number and place."""
    return replace(clause, id="", section="", lines=None, who=tuple(sorted(clause.who)))


def _words(clause: Clause) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z']+", clause.says.lower()))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0
