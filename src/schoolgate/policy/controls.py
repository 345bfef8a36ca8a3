"""The controls and duties of a policy: what later parts of the house read from the policy in force. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schoolgate.policy.clause import Clause, ControlValue, Duty
from schoolgate.policy.vocabulary import controls as known_controls


@dataclass(frozen=True, slots=True)
class Setting:
    """A control's value and the clause that fixes it; `also` are further clauses that fix it."""

    name: str
    value: ControlValue
    clause: Clause
    also: tuple[Clause, ...] = ()


def settings(clauses: Iterable[Clause]) -> dict[str, Setting]:
    """Every control that the clauses fix, by name, in the catalogue's order.

    Lists of roles or choices from several clauses add up; where single values differ the first clause holds,
    and the others are named in `also`.
    """
    found: dict[str, Setting] = {}
    for clause in clauses:
        for name, value in clause.controls.items():
            held = found.get(name)
            if held is None:
                found[name] = Setting(name, value, clause)
            elif isinstance(held.value, tuple) and isinstance(value, tuple):
                together = tuple(dict.fromkeys((*held.value, *value)))
                found[name] = Setting(name, together, held.clause, (*held.also, clause))
            else:
                found[name] = Setting(name, held.value, held.clause, (*held.also, clause))
    return {name: found[name] for name in known_controls() if name in found}


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty with the clause that asks for it, and the roles that owe it."""

    duty: Duty
    clause: Clause


def duties(clauses: Iterable[Clause]) -> list[Owed]:
    """Every duty the clauses ask for, in their order."""
    return [Owed(duty, clause) for clause in clauses for duty in clause.duties]
