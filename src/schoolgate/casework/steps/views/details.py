"""What is known of a rung before it is decided on: who decides, what comes first, by when, with which letter; and for
each whether the policy says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from schoolgate.casework.cases.models import Case
from schoolgate.casework.steps.rungs import rungs
from schoolgate.casework.steps.standing import SETTLED, Rung
from schoolgate.casework.steps.terms import Said, Waits
from schoolgate.community.calendar import working_days_from
from schoolgate.community.roles import Role
from schoolgate.policy.clause import Clause
from schoolgate.policy.explain import joined, role_label
from schoolgate.policy.vocabulary import circumstances, step_letters

USUAL = "Usual here: your policy does not say."


def latest_day(case: Case, rung: Rung, today: date) -> date | None:
    """The last day on which the policy lets it be looked at again; None where it does not say."""
    days = rung.terms.school_days.value
    return working_days_from(case.school, today, days) if days is not None else None


def details(rung: Rung) -> list[tuple[str, str, str]]:
    """Each thing that is said of a rung: what, how it is, and by which clause, or that it is usual here."""
    said = rung.terms
    found: list[tuple[str, str, str]] = []
    if rung.emergency:
        found.append(("Who decides", "Anybody who may open the case, at any time", "Nothing stands in the way."))
    else:
        found.append(("Who may take it", _people(said.decided_by.value), _by(said.decided_by)))
    if said.considered_by.value:
        found.append(("Who has to consider it", _people(said.considered_by.value), _by(said.considered_by)))
    if said.after.value is not None:
        found.append(("After", _steps(said.after.value) or "No other step has to come first", _by(said.after)))
    for place, waits in enumerate(said.waits):
        found.append(("Or when" if place else "When", _capital(", and ".join(_each(waits))), _clause(waits.clause)))
    if not rung.emergency:
        days = said.school_days.value
        within = _count(days, "school day") if days is not None else _count(rung.kind.days, "day")
        found.append(("Looked at again", f"Within {within}", _by(said.school_days)))
    if said.letter.value:
        words = step_letters().get(said.letter.value, "")
        if words:
            found.append(("The letter", _capital(words), _by(said.letter)))
    return found


def _people(names: tuple[str, ...]) -> str:
    known = dict(Role.choices)
    words = joined([str(known[name]) if name in known else role_label(name) for name in names], "or")
    return _capital(words)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _steps(codes: Iterable[str]) -> str:
    return joined([f"“{rungs()[code].label}”" for code in codes if code in rungs()])


def time_of(rung: Rung) -> str:
    """What the policy waits for before a step that is still to decide: one sentence, with its clauses; '' for nothing.
    An emergency waits for nothing, whatever the policy says."""
    said = rung.terms
    if rung.emergency or rung.decision in SETTLED:
        return ""
    parts = [f"after {_steps(said.after.value)}"] if said.after.value else []
    parts += [", or ".join(f"when {', and '.join(_each(waits))}" for waits in said.waits)] if said.waits else []
    if not parts:
        return ""
    by = [said.after.clause] if said.after.value else []
    ids = dict.fromkeys(clause.id for clause in [*by, *(waits.clause for waits in said.waits)] if clause)
    return f"By your policy {', '.join(parts)} ({', '.join(ids)})."


def _each(waits: Waits) -> list[str]:
    known = circumstances()
    return [
        joined([words for value, words in known[each.fact].values.items() if value in each.values], "or")
        for each in waits.when
    ]


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _by(said: Said[Any]) -> str:
    return _clause(said.clause) if said.clause else USUAL


def _clause(clause: Clause) -> str:
    return f"Your policy, {clause.id}."
