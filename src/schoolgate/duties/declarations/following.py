"""What sends declarations on at once: somebody is back, and whoever stood in reads no more what they did not answer."""

from __future__ import annotations

from typing import Any

from schoolgate.community.change import written
from schoolgate.community.models import School


def listen() -> None:
    written.connect(_after, dispatch_uid="declarations")


def _after(*, school: School, verb: str, **_: Any) -> None:
    from schoolgate.duties.declarations.jobs import forward_declarations
    from schoolgate.duties.declarations.models import WhileAway

    if verb == "absence.ended" and WhileAway.objects.of(school).exists():
        forward_declarations.later(school=school.pk)
