"""What the ladder gives to the page of a case."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.page import Hinder, Section
from schoolgate.casework.cases.words import complaints
from schoolgate.casework.steps.stages import outside
from schoolgate.casework.steps.standing import ladder, setting_clause, undecided, unreached, untold
from schoolgate.community.models import Person
from schoolgate.community.today import OVERDUE, TO_DO, WAITING
from schoolgate.policy.explain import joined

__all__ = ["hinders", "outside", "sections"]
STAGES = "Stages of the complaint"
NO_ANSWER = "A complaint is not left without an answer. Say of each stage whether you took it, and if not, why:"


def sections(_: Person, case: Case) -> Iterator[Section]:
    rungs = ladder(case)
    decided = sum(1 for rung in rungs if rung.decision)
    waits = any(rung.decision == "to_agree" for rung in rungs)
    hint = f"{decided} of {len(rungs)} have a decision." if decided else "What can be done, and by which clause."
    status = WAITING if waits else ""
    if next_stage := next(((rung, rung.by_day) for rung in rungs if rung.by_day), None):
        rung, by_day = next_stage
        hint = f"{rung.label}, by {date_format(by_day, 'j F Y')}."
        status = OVERDUE if rung.late else TO_DO
    title = STAGES if complaints(case.kinds) else "Steps"
    yield Section(title, reverse("steps", args=[case.reference]), hint, status if case.runs else "")


def hinders(case: Case) -> Iterator[Hinder]:
    """What has to be decided or said before the case can be closed."""
    at = reverse("steps", args=[case.reference])
    yield from (Hinder(words, at) for words in _left(case))


def _left(case: Case) -> Iterator[str]:
    if reached := [rung.label for rung in unreached(case)]:
        yield f"{NO_ANSWER} {joined(reached)}."
    left = [rung for rung in undecided(case) if not rung.stage]
    if waiting := [rung.label for rung in left if rung.decision == "to_agree"]:
        yield f"Somebody still has to agree to: {joined(waiting)}."
    if none := [rung.label for rung in left if rung.decision != "to_agree"]:
        clause = setting_clause(case, "record.decisions")
        by = f"By {clause.id}, every step considered is recorded. " if clause else ""
        yield f"{by}Say of each whether it was taken or not, and why: {joined(none)}."
    if silent := [rung.label for rung in untold(case)]:
        clause = setting_clause(case, "support.kept_informed")
        by = f"By {clause.id}, the person affected is told what is done and what is not. " if clause else ""
        yield f"{by}Say what they may read about: {joined(silent)}."
