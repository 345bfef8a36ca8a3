"""A clause as data: what it says, and what it binds to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Modality = Literal["must", "must_not", "should", "should_not", "may", "statement"]
Effect = Literal["forbid", "need", "discourage", "allow", "tell"]

# What a clause does to an act where its rule does not say: its modality decides.
EFFECTS: Mapping[str, Effect] = {"must_not": "forbid", "should_not": "discourage", "may": "allow"}


@dataclass(frozen=True, slots=True)
class Condition:
    """One fact of the act: among `values`, or, for a number, at most or more than so many."""

    fact: str
    values: frozenset[str] = frozenset()
    at_most: int | None = None
    more_than: int | None = None

    @property
    def bound(self) -> int | None:
        """The number of a numeric condition, whichever way it bounds."""
        return self.at_most if self.at_most is not None else self.more_than

    def holds(self, value: str | None) -> bool | None:
        """True, False, or None where the fact is not known."""
        if value is None:
            return None
        if self.at_most is not None:
            return int(value) <= self.at_most
        if self.more_than is not None:
            return int(value) > self.more_than
        return value in self.values


@dataclass(frozen=True, slots=True)
class Rule:
    """What a clause does to one act.

    It applies where `by` is among those bound, every condition of `when` holds, and not every condition of
    `unless` does. A `need` asks for the approval of any one of `approval` (in writing, if `written`) and for
    each of `consent`; with them it allows. A `tell` sends word to a role and decides nothing. `limits` names
    clauses that this one narrows: standing beside them it is not a contradiction.
    """

    act: str
    effect: Effect
    by: frozenset[str]
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    approval: tuple[str, ...] = ()
    written: bool = False
    consent: tuple[str, ...] = ()
    tell: str = ""
    limits: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Duty:
    """Something owed: a kind of `duties.yaml`, what it is, and how often (months) or when."""

    kind: str
    what: str
    every: int | None = None
    when: str = ""


@dataclass(frozen=True, slots=True)
class StepTerms:
    """What a clause says of a step, beside naming it. What it is silent on is None or empty.

    `decided_by` may take it; only `considered_by` may say even that it is not taken. It is looked at again within so
    many `school_days`. `after` are the steps that come first (none at all where it is an empty tuple). It waits `when`
    for circumstances (`steps.yaml`) that all have to hold. `letter` goes with it.
    """

    decided_by: tuple[str, ...] = ()
    considered_by: tuple[str, ...] = ()
    school_days: int | None = None
    after: tuple[str, ...] | None = None
    when: tuple[Condition, ...] = ()
    letter: str = ""


ControlValue = str | int | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered rule of a policy, in our own words, with what it binds to.

    `who` are roles, or "everyone"; `lines` the first and last line in the document, where known. A `general`
    clause (do nothing to harm the school's name) is a rule of conduct that decides no particular act, and is
    shown where the policy is silent. `steps` has what it says of the steps that its controls name. `starts` and
    `ends` are the first and last day it is in force.
    """

    id: str
    section: str
    who: tuple[str, ...]
    modality: Modality
    says: str
    lines: tuple[int, int] | None = None
    rules: tuple[Rule, ...] = ()
    controls: Mapping[str, ControlValue] = field(default_factory=dict)
    steps: Mapping[str, StepTerms] = field(default_factory=dict)
    duties: tuple[Duty, ...] = ()
    workflow: str = ""
    informs: bool = False
    general: bool = False
    starts: date | None = None
    ends: date | None = None

    @property
    def kind(self) -> str:
        """How it ends: ruling, control, duty, workflow or information; the first that it has."""
        if self.rules:
            return "ruling"
        if self.controls:
            return "control"
        if self.duties:
            return "duty"
        return "workflow" if self.workflow else "information"

    def in_force(self, on: date) -> bool:
        """Whether it binds on a day, where its policy does."""
        return (self.starts is None or self.starts <= on) and (self.ends is None or on <= self.ends)
