"""The stages of a complaint, by the case: how far it is, by when it is answered, and where it can go next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.casework.cases.clocks import challenge_clock
from schoolgate.casework.cases.models import Case, Challenge
from schoolgate.casework.cases.words import complaints, kinds
from schoolgate.casework.steps.models import Step
from schoolgate.casework.steps.rungs import rungs, stages
from schoolgate.casework.steps.standing import SETTLED, ladder
from schoolgate.community.calendar import working_days_from

ANSWER = "answer"


def answer_by(case: Case) -> date | None:
    """The day by which whoever complains has an answer in writing; None for a case that is no complaint."""
    if not complaints(case.kinds):
        return None
    return working_days_from(case.school, timezone.localdate(case.at), rungs()[ANSWER].within)


def where_next(case: Case, *, last: bool = False) -> str:
    """Where a complaint can go next, in words for whoever complains; '' for a case that is no complaint."""
    kind = next((kind for kind in case.kinds if kind in complaints(case.kinds)), "")
    if not kind:
        return ""
    if last:
        return str(stages()["after"][kind]["says"])
    return str(stages()["further"]).format(days=challenge_clock(Challenge.Kind.PANEL).within)


def unanswered(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those of these cases that are complaints, looked at, and have no answer yet."""
    is_one = Q()
    for code in complaints(kinds()):
        is_one |= Q(kinds_text__contains=f'"{code}"')
    answers = Step.unscoped.filter(case=OuterRef("pk"), rung=ANSWER)
    settled = answers.filter(decision__in=SETTLED)
    found = cases.filter(state=Case.State.OPEN).annotate(kinds_text=Cast("kinds", TextField())).filter(is_one)
    return found.exclude(Exists(settled))


def outside(case: Case) -> Iterator[tuple[str, str]]:
    """How far a complaint is, for whoever complains: each stage and its day, no names; and where it goes on."""
    if not complaints(case.kinds) or case.state == Case.State.NEW:
        return
    for rung in ladder(case):
        if rung.stage and rung.decision == "taken" and rung.at:
            yield rung.kind.called, f"Done on {date_format(timezone.localtime(rung.at), 'j F Y')}"
        elif rung.by_day and case.runs:
            yield rung.kind.called, f"By {date_format(rung.by_day, 'j F Y')}"
    yield "If you do not agree", where_next(case)
    if case.runs:
        yield "If you change your mind", str(stages()["withdraw"])
