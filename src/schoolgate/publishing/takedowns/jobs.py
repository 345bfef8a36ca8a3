"""What takedowns do in the background."""

from __future__ import annotations

from schoolgate.community.models import School
from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every
from schoolgate.publishing.takedowns.following import follow_up
from schoolgate.publishing.takedowns.models import Takedown


@job
def follow(school: int) -> None:
    follow_up(School.objects.get(pk=school))


@job
def follow_all() -> None:
    """Whatever became of a delivery without anybody hearing of it."""
    waiting = Takedown.unscoped.filter(done_at=None).order_by()
    for school in waiting.values_list("school", flat=True).distinct():
        follow.later(school=school)


SCHEDULE = [Every("hour", follow_all)]
