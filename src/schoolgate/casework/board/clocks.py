"""The clocks of cases: those that have run out, and what has to be done by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from schoolgate.casework.cases.clocks import out_of_time, waits_too_long
from schoolgate.casework.cases.models import RUNNING, Case, Challenge, Task
from schoolgate.casework.steps.models import Step
from schoolgate.casework.steps.rungs import rungs
from schoolgate.casework.steps.stages import ANSWER, answer_by, unanswered
from schoolgate.community.calendar import working_days_from
from schoolgate.community.models import School

A_FEW = 12


class Clock(NamedTuple):
    """Something about a case that is to be done by a day. `whose` is the name of whom it waits for; '' for whoever
    takes it up."""

    case: Case
    what: str
    by: date
    whose: str = ""


@dataclass(frozen=True)
class Clocks:
    """Those of the cases that somebody may open: `over`, the ones that have run out; otherwise those that still run.

    Closed cases are looked through for appeals and complaints alone.
    """

    cases: QuerySet[Case]
    school: School
    over: bool

    def numbers(self) -> set[int]:
        """The numbers of the cases that have one."""
        tasks = Task.unscoped.filter(self._side("due"), case=OuterRef("pk"), done_at=None)
        steps = self._steps(case=OuterRef("pk"))
        one = self._officer | self._new | Q(Exists(tasks)) | Q(Exists(steps))
        running = self._running.filter(one).values_list("pk", flat=True)
        asked = to_answer(self.cases).filter(self._side("due")).order_by().values_list("case", flat=True)
        return {*running, *asked, *self._complaints.values_list("pk", flat=True)}

    def first(self) -> tuple[list[Clock], bool]:
        """A few of them, and whether there are more. Those that ran out: the gravest sort first, in it the longest ago.
        Others: the soonest first."""
        cases = [*self._of_officers(), *self._of_new(), *self._of_complaints()]
        found = [*cases, *self._of_tasks(), *self._of_steps(), *self._of_challenges()]
        if not self.over:
            found.sort(key=lambda clock: clock.by)
        return found[:A_FEW], len(found) > A_FEW

    @cached_property
    def _running(self) -> QuerySet[Case]:
        return self.cases.filter(state__in=RUNNING).order_by()

    def _of_officers(self) -> Iterator[Clock]:
        rows = self._running.filter(self._officer).select_related("lead").order_by("officer_due")
        for case in rows[: A_FEW + 1]:
            if case.officer_due:
                yield Clock(case, "Tell the authority’s officer", _day(case.officer_due), _lead(case))

    def _of_new(self) -> Iterator[Clock]:
        due: dict[date, date] = {}
        # Not of the running ones: a state said twice keeps SQLite from the index that it has for one.
        for case in self.cases.filter(self._new).select_related("lead").order_by("at")[: A_FEW + 1]:
            came = _day(case.at)
            due[came] = due.get(came) or working_days_from(self.school, came + timedelta(days=1), 0)
            yield Clock(case, "Look at what was told", due[came], _lead(case))

    def _of_complaints(self) -> Iterator[Clock]:
        for case in self._complaints.select_related("lead").order_by("at")[: A_FEW + 1]:
            if by := answer_by(case):
                yield Clock(case, "Answer the complaint in writing", by, _lead(case))

    def _of_tasks(self) -> Iterator[Clock]:
        found = Task.unscoped.filter(self._side("due"), case__in=self._running, done_at=None)
        for task in found.select_related("case", "person")[: A_FEW + 1]:
            yield Clock(task.case, task.said("what") or "A task", task.due, task.person.name)

    def _of_steps(self) -> Iterator[Clock]:
        found = self._steps(case__in=self._running).select_related("case__lead").order_by("due")
        for step in found[: A_FEW + 1]:
            rung = rungs().get(step.rung)
            what = f"Look again at a step: {rung.label if rung else step.rung}"
            if step.due:
                yield Clock(step.case, what, step.due, _lead(step.case))

    def _of_challenges(self) -> Iterator[Clock]:
        found = to_answer(self.cases).filter(self._side("due"))
        for one in found.select_related("case", "to")[: A_FEW + 1]:
            yield Clock(one.case, f"Answer: {one.get_kind_display().lower()}", one.due, one.to.name)

    def _steps(self, **where: Any) -> QuerySet[Step]:
        """The decisions that stand and are to be looked at again."""
        later = Step.unscoped.filter(case=OuterRef("case"), rung=OuterRef("rung"), pk__gt=OuterRef("pk"))
        stand = Step.unscoped.filter(decision__in=[Step.Decision.TAKEN, Step.Decision.NOT_YET], **where)
        return stand.filter(self._side("due")).exclude(Exists(later))

    @property
    def _complaints(self) -> QuerySet[Case]:
        """Those that nobody has answered yet."""
        within = rungs()[ANSWER].within
        return unanswered(self.cases.order_by()).filter(self._side("at", out_of_time(self.school, within)))

    @property
    def _officer(self) -> Q:
        harm = Q(threshold=Case.Threshold.HARM, officer_told_at=None)
        return harm & self._side("officer_due", timezone.now())

    @property
    def _new(self) -> Q:
        return Q(state=Case.State.NEW) & self._side("at", waits_too_long(self.school))

    def _side(self, field: str, moment: date | datetime | None = None) -> Q:
        """What lies before a moment, today unless told, or after it."""
        return Q(**{f"{field}__{'lt' if self.over else 'gte'}": moment or timezone.localdate()})


def to_answer(cases: QuerySet[Case]) -> QuerySet[Challenge]:
    """The appeals and complaints about the cases that nobody has answered: of closed ones too."""
    one_of_them = cases.order_by().filter(pk=OuterRef("case"))
    return Challenge.unscoped.filter(Exists(one_of_them), answered_at=None)


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _lead(case: Case) -> str:
    return case.lead.name if case.lead else ""
