"""What the policy in force says of a rung beside naming it; our own words only where it is silent. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from schoolgate.casework.steps.rungs import RungKind
from schoolgate.casework.steps.rungs import shown_by as shows
from schoolgate.policy.clause import Clause, Condition, StepTerms
from schoolgate.policy.vocabulary import Circumstance, circumstances

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said(Generic[T]):
    """Something said of a rung, and the clause that says it; None where the policy is silent and it is usual here."""

    value: T
    clause: Clause | None = None


@dataclass(frozen=True, slots=True)
class Waits:
    """The circumstances that a clause waits for: all of them, each in any of its values."""

    clause: Clause
    when: tuple[Condition, ...]

    def met(self, held: Collection[str]) -> bool:
        """Whether these circumstances, as “post.racist”, are enough."""
        return all(any(one in held for one in _codes(condition)) for condition in self.when)


@dataclass(frozen=True, slots=True)
class Terms:
    """`decided_by` may take it; `considered_by` alone may say even that it is not taken (empty: anybody who decides
    about the case). `school_days` within which it is looked at again, where a policy says so. `after` are the steps
    that come first (None: those that stand before it). It waits until what one of `waits` names is so.
    """

    decided_by: Said[tuple[str, ...]]
    considered_by: Said[tuple[str, ...]]
    school_days: Said[int | None]
    after: Said[tuple[str, ...] | None]
    letter: Said[str]
    waits: tuple[Waits, ...]

    def come(self, held: Collection[str]) -> bool:
        """Whether its time has come where these circumstances hold."""
        return not self.waits or any(each.met(held) for each in self.waits)

    def asked(self) -> list[tuple[Circumstance, tuple[str, ...]]]:
        """The circumstances that matter, each with those of its values that do, in the order of the vocabulary."""
        wanted = {code for each in self.waits for condition in each.when for code in _codes(condition)}
        found = [(one, tuple(v for v in one.values if f"{one.name}.{v}" in wanted)) for one in circumstances().values()]
        return [(one, values) for one, values in found if values]


def terms(kind: RungKind, clauses: Iterable[Clause]) -> Terms:
    """What these clauses say of a rung. Where several say who decides, say, the first holds; where several say when,
    what one of them asks is enough."""
    said = [(clause, clause.steps[kind.code]) for clause in clauses if kind.code in clause.steps]

    def first(read: Callable[[StepTerms], T], silent: T, usual: T) -> Said[T]:
        return next((Said(read(one), clause) for clause, one in said if read(one) != silent), Said(usual))

    return Terms(
        decided_by=first(lambda one: one.decided_by, (), kind.decided_by),
        considered_by=first(lambda one: one.considered_by, (), ()),
        school_days=first(lambda one: one.school_days, None, None),
        after=first(lambda one: one.after, None, None),
        letter=first(lambda one: one.letter, "", kind.letter),
        waits=tuple(Waits(clause, one.when) for clause, one in said if one.when),
    )


def shown_by(kinds: Collection[str]) -> list[str]:
    """The circumstances that what a case is about shows already."""
    return [code for code, by in shows().items() if by & set(kinds)]


def words_of(held: Collection[str]) -> list[str]:
    """Circumstances in words, as they stand after “when”."""
    found = [(one.values[value], f"{one.name}.{value}") for one in circumstances().values() for value in one.values]
    return [words for words, code in found if code in held]


def _codes(condition: Condition) -> list[str]:
    return [f"{condition.fact}.{value}" for value in condition.values]
