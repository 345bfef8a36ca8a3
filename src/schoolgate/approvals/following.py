"""What makes the requests of a school be looked at again: somebody comes, goes or is away, or the policy changes."""

from __future__ import annotations

from typing import Any

from schoolgate.approvals.models import WAITING, ApprovalRequest
from schoolgate.community.change import written
from schoolgate.community.models import School

STIRRED_BY = frozenset({"account", "person", "role", "absence", "roster", "policy"})
"""The first words of verbs that can change who decides."""


def listen() -> None:
    written.connect(_after, dispatch_uid="approvals")


def _after(*, school: School, verb: str, **_: Any) -> None:
    from schoolgate.approvals.jobs import look_after_school

    first = verb.partition(".")[0]
    if first in STIRRED_BY and ApprovalRequest.objects.of(school).filter(state__in=WAITING).exists():
        look_after_school.later(school=school.pk)
