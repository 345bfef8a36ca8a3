"""What is done about duties without anybody asking: settling, reminding, telling the next person."""

from __future__ import annotations

from schoolgate.community.models import School
from schoolgate.duties.actions.climbing import climb
from schoolgate.duties.actions.digests import write_digests
from schoolgate.duties.actions.feeds import end_feeds_of_leavers
from schoolgate.duties.settling import settle
from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every


@job(outside=True)
def settle_school(school: int) -> None:
    """Settle one school's duties. Without a transaction around it, so that reading holds nobody up."""
    here = School.objects.get(pk=school)
    settle(here)
    end_feeds_of_leavers(here)


@job
def settle_every_school() -> None:
    """Days pass, and with them what is owed."""
    for school in School.objects.values_list("pk", flat=True):
        settle_school.later(school=school)


@job(outside=True)
def write_to_a_school(school: int) -> None:
    """Tell the next person of what is very late, and write to everybody whose reminder is due.

    Each part commits by itself with the marks that it was done, so that a killed worker's other parts are not undone.
    """
    here = School.objects.get(pk=school)
    climb(here)
    write_digests(here)


@job
def write_to_every_school() -> None:
    for school in School.objects.values_list("pk", flat=True):
        write_to_a_school.later(school=school)


SCHEDULE = [
    Every("day", settle_every_school, at="05:30"),
    Every("hour", write_to_every_school),
]
