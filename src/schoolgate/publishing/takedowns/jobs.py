"""What takedowns do in the background."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.community.models import School
from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every
from schoolgate.publishing.posts.models import Delivery
from schoolgate.publishing.takedowns.ending import end_what_is_over
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


@job
def end(school: int) -> None:
    end_what_is_over(School.objects.get(pk=school), timezone.localdate())


@job
def end_everywhere() -> None:
    for school in Delivery.unscoped.order_by().values_list("post__school", flat=True).distinct():
        end.later(school=school)


SCHEDULE = [Every("hour", follow_all), Every("day", end_everywhere, at="00:20")]
