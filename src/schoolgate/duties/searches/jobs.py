"""What is done about recruitment searches without anybody asking: destroying them on their date."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.community.models import School
from schoolgate.duties.searches.actions.destroying import destroy_what_is_due
from schoolgate.duties.searches.models import Post
from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every


@job
def destroy_searches(school: int) -> None:
    destroy_what_is_due(School.objects.get(pk=school), timezone.localdate())


@job
def destroy_searches_everywhere() -> None:
    for school in Post.unscoped.order_by("school").values_list("school", flat=True).distinct():
        destroy_searches.later(school=school)


SCHEDULE = [Every("day", destroy_searches_everywhere, at="02:30")]
