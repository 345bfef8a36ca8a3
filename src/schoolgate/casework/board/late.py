"""The clocks of a case that have run out, and of which cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from schoolgate.casework.cases.clocks import waits_too_long
from schoolgate.casework.cases.models import RUNNING, Case, Challenge, Task
from schoolgate.casework.steps.models import Step
from schoolgate.casework.steps.rungs import rungs
from schoolgate.community.models import School

A_FEW = 12


class Clock(NamedTuple):
    """Something about a case that should have been done by a day. `whose` is the name of whom it waits for; '' for
    whoever takes it up."""

    case: Case
    what: str
    by: date
    whose: str = ""


def late(cases: QuerySet[Case], school: School) -> set[int]:
    """The numbers of those of the cases of which a clock has run out. Closed ones are not looked through."""
    today, now = timezone.localdate(), timezone.now()
    tasks = Task.unscoped.filter(case=OuterRef("pk"), done_at=None, due__lt=today)
    ran_out = _officer_late(now) | _new_late(school) | Q(Exists(tasks)) | Q(Exists(_steps_late(today)))
    running = cases.filter(ran_out, state__in=RUNNING).order_by().values_list("pk", flat=True)
    return set(running) | set(to_answer(cases).filter(due__lt=today).order_by().values_list("case", flat=True))


def to_answer(cases: QuerySet[Case]) -> QuerySet[Challenge]:
    """The appeals and complaints about the cases that nobody has answered: of closed ones too."""
    one_of_them = cases.order_by().filter(pk=OuterRef("case"))
    return Challenge.unscoped.filter(Exists(one_of_them), answered_at=None)


def clocks(cases: QuerySet[Case], school: School) -> list[Clock]:
    """The clocks that ran out longest ago, a few of each sort, the gravest sort first."""
    today, now = timezone.localdate(), timezone.now()
    running = cases.filter(state__in=RUNNING)
    return [
        *_of_cases(running, school, now),
        *_of_tasks(running, today),
        *_of_steps(running, today),
        *_of_challenges(cases, today),
    ]


def _of_cases(running: QuerySet[Case], school: School, now: datetime) -> Iterator[Clock]:
    for case in running.filter(_officer_late(now)).select_related("lead").order_by("officer_due")[:A_FEW]:
        if case.officer_due:
            yield Clock(case, "Tell the authority’s officer", _day(case.officer_due), _lead(case))
    for case in running.filter(_new_late(school)).select_related("lead").order_by("at")[:A_FEW]:
        yield Clock(case, "Look at what was told", _day(case.at), _lead(case))


def _of_tasks(running: QuerySet[Case], today: date) -> Iterator[Clock]:
    found = Task.unscoped.filter(case__in=running.order_by(), done_at=None, due__lt=today)
    for task in found.select_related("case", "person")[:A_FEW]:
        yield Clock(task.case, task.said("what") or "A task", task.due, task.person.name)


def _of_steps(running: QuerySet[Case], today: date) -> Iterator[Clock]:
    found = _steps_late(today, case__in=running.order_by()).select_related("case__lead").order_by("due")
    for step in found[:A_FEW]:
        rung = rungs().get(step.rung)
        yield Clock(
            step.case, f"Look again at a step: {rung.label if rung else step.rung}", step.due or today, _lead(step.case)
        )


def _of_challenges(cases: QuerySet[Case], today: date) -> Iterator[Clock]:
    found = to_answer(cases).filter(due__lt=today)
    for challenge in found.select_related("case", "to")[:A_FEW]:
        yield Clock(challenge.case, f"Answer: {challenge.get_kind_display().lower()}", challenge.due, challenge.to.name)


def _steps_late(today: date, **where: object) -> QuerySet[Step]:
    """The decisions that stand and were to be looked at again before today."""
    rows = Step.unscoped.filter(**(where or {"case": OuterRef("pk")}), due__lt=today)
    later = Step.unscoped.filter(case=OuterRef("case"), rung=OuterRef("rung"), pk__gt=OuterRef("pk"))
    return rows.filter(decision__in=[Step.Decision.TAKEN, Step.Decision.NOT_YET]).exclude(Exists(later))


def _officer_late(now: datetime) -> Q:
    return Q(threshold=Case.Threshold.HARM, officer_told_at=None, officer_due__lt=now)


def _new_late(school: School) -> Q:
    return Q(state=Case.State.NEW, at__lt=waits_too_long(school))


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _lead(case: Case) -> str:
    return case.lead.name if case.lead else ""
