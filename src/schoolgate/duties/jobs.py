"""What is done about duties without anybody asking: settling, reminding, telling the next person."""

from __future__ import annotations

from schoolgate.community.models import School
from schoolgate.duties.settling import settle
from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every


@job(outside=True)
def settle_school(school: int) -> None:
    """Settle one school's duties. Without a transaction around it, so that reading holds nobody up."""
    settle(School.objects.get(pk=school))


@job
def settle_every_school() -> None:
    """Days pass, and with them what is owed."""
    for school in School.objects.values_list("pk", flat=True):
        settle_school.later(school=school)


SCHEDULE = [Every("day", settle_every_school, at="05:30")]
