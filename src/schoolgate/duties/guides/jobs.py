"""The guide goes out by itself: to families that are new, and to all when it changes."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.community.models import School
from schoolgate.duties.guides.actions.giving import AT_ONCE, send_guides
from schoolgate.duties.quiet import may_write
from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every


@job
def give_guides(school: int) -> None:
    """Send it to the families of one school who have not had it; some at a time, and the rest in another job.

    Nobody waits for it, so nobody gets it in the evening, at the weekend or in the holidays.
    """
    here = School.objects.get(pk=school)
    if may_write(here, timezone.now()) and send_guides(here) == AT_ONCE:
        give_guides.later(school=school)


@job
def give_everywhere() -> None:
    for school in School.objects.values_list("pk", flat=True):
        give_guides.later(school=school)


SCHEDULE = [Every("day", give_everywhere, at="08:00")]
