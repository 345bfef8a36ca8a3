"""What is done about declarations without anybody asking: none is left with people who are not there."""

from __future__ import annotations

from schoolgate.community.models import School
from schoolgate.duties.declarations.actions.forwarding import forward
from schoolgate.duties.declarations.models import Declaration
from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every


@job
def forward_declarations(school: int) -> None:
    forward(School.objects.get(pk=school))


@job
def forward_declarations_everywhere() -> None:
    for school in Declaration.unscoped.order_by("school").values_list("school", flat=True).distinct():
        forward_declarations.later(school=school)


SCHEDULE = [Every("day", forward_declarations_everywhere, at="06:30")]
