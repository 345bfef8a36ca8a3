"""What the ladder gives to the page of a case."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.page import Section
from schoolgate.casework.steps.standing import ladder, setting_clause, undecided, untold
from schoolgate.community.models import Person
from schoolgate.community.today import WAITING
from schoolgate.policy.explain import joined


def sections(_: Person, case: Case) -> Iterator[Section]:
    rungs = ladder(case)
    decided = sum(1 for rung in rungs if rung.decision)
    waits = any(rung.decision == "to_agree" for rung in rungs)
    hint = f"{decided} of {len(rungs)} have a decision." if decided else "What can be done, and by which clause."
    yield Section("Steps", reverse("steps", args=[case.reference]), hint, WAITING if waits else "")


def hinders(case: Case) -> Iterator[str]:
    """What has to be decided or said before the case can be closed."""
    left = undecided(case)
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
