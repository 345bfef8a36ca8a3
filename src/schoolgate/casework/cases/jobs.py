"""What is done about cases without anybody asking."""

from __future__ import annotations

from schoolgate.casework.cases.actions.forwarding import climb, forward
from schoolgate.casework.cases.models import RUNNING, Case
from schoolgate.community.models import School
from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every


@job
def forward_cases(school: int) -> None:
    forward(School.objects.get(pk=school))


@job
def forward_cases_everywhere() -> None:
    for school in _with_cases():
        forward(school)


@job
def climb_everywhere() -> None:
    for school in _with_cases():
        climb(school)


def _with_cases() -> list[School]:
    running = Case.unscoped.filter(state__in=RUNNING).values("school")
    return list(School.objects.filter(pk__in=running).order_by("pk"))


SCHEDULE = [Every("day", forward_cases_everywhere, at="06:15"), Every("hour", climb_everywhere)]
