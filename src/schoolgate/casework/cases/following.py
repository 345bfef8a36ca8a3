"""What sends cases on at once: somebody is away, back or gone, or is somebody else now."""

from __future__ import annotations

from typing import Any

from schoolgate.community.change import written
from schoolgate.community.models import School

SENDS_ON = ("absence.", "role.assigned", "role.ended", "person.removed", "family.linked", "roster.imported")


def listen() -> None:
    written.connect(_after, dispatch_uid="cases")


def _after(*, school: School, verb: str, **_: Any) -> None:
    if not verb.startswith(SENDS_ON):
        return
    from schoolgate.casework.cases.jobs import forward_cases
    from schoolgate.casework.cases.models import RUNNING, Case

    if Case.objects.of(school).filter(state__in=RUNNING).exists():
        forward_cases.later(school=school.pk)
