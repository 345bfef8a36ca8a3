"""What runs in the background: requests that run out, and those that come to somebody else."""

from __future__ import annotations

from schoolgate.approvals.actions import keeping
from schoolgate.approvals.models import WAITING, ApprovalRequest
from schoolgate.community.models import School
from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every


@job
def look_after_school(*, school: int) -> None:
    """End what nobody answered in time, and let the rest wait for those who are here today."""
    here = School.objects.get(pk=school)
    keeping.expire(here)
    keeping.send_all_on(here)


@job
def look_after_all() -> None:
    waiting = ApprovalRequest.unscoped.filter(state__in=WAITING)
    for school in waiting.order_by("school").values_list("school", flat=True).distinct():
        look_after_school.later(school=school)


SCHEDULE = [Every("day", look_after_all, at="00:10")]
