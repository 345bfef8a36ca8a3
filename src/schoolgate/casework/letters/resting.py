"""What a letter takes from the steps of its case: the clause that it rests on, and what the person affected is told."""

from __future__ import annotations

from collections.abc import Sequence

from schoolgate.casework.cases.models import Case
from schoolgate.casework.letters.catalogue import Template
from schoolgate.casework.steps.rungs import rungs
from schoolgate.casework.steps.standing import Rung, ladder, setting_clause
from schoolgate.casework.steps.whose import may_take
from schoolgate.community.models import Person


def rests_on(case: Case, template: Template) -> str:
    """The number of the clause of its step on the school's ladder, or of what asks for it; '' where there is none."""
    clauses = [rung.clause for rung in ladder(case) if rung.letter == template.key]
    if template.rests_on:
        clauses.append(setting_clause(case, template.rests_on))
    return next((clause.id for clause in clauses if clause), "")


def told(case: Case) -> dict[str, str]:
    """What is done and what is not, in the words that were written for the person affected, by field."""
    doing: list[str] = []
    not_doing: list[str] = []
    for rung in ladder(case):
        if words := rung.told():
            (doing if rung.decision == "taken" else not_doing).append(words)
    return {"doing": "\n\n".join(doing), "not_doing": "\n\n".join(not_doing)}


def step_first(person: Person, case: Case, letter: str) -> str:
    """The step that has to be taken before a letter of this kind goes out, by its name; '' where none has to.

    The letter is the step: who may take it, and who has to agree, would mean nothing if anybody could send it. Where
    the step is not on the ladder of the case, whoever would decide on it may. In an emergency none waits.
    """
    if found := belongs_to(ladder(case), letter):
        return "" if any(rung.emergency or rung.decision == "taken" for rung in found) else found[0].label
    kind = next((kind for kind in rungs().values() if kind.letter == letter), None)
    return kind.label if kind and not may_take(person, case, kind) else ""


def belongs_to(steps: Sequence[Rung], letter: str) -> list[Rung]:
    """The steps on a ladder that this letter goes with, by the school's policy."""
    return [rung for rung in steps if rung.letter == letter]


def goes_with(case: Case, steps: Sequence[Rung], letter: str) -> str:
    """Which step a letter is, and where that stands: one sentence; '' for a letter of no step, or of a closed case."""
    found = belongs_to(steps, letter)
    if not found or not case.runs:
        return ""
    rung = next((one for one in found if one.decision == "taken"), found[0])
    which = f"It goes with the step “{rung.label}”"
    if rung.decision == "taken":
        return f"{which}, which is taken."
    if rung.emergency:
        return f"{which}. It waits for nothing."
    return f"{which}: {rung.decided.lower()}. It can go out once that step is taken, so decide on it first."


def taken(steps: Sequence[Rung]) -> set[str]:
    """The letters of the steps that were taken."""
    return {rung.letter for rung in steps if rung.letter and rung.decision == "taken"}
