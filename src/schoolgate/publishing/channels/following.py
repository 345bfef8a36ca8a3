"""A request for an official account that ends without a yes: the account can be prepared again."""

from __future__ import annotations

from typing import Any

from schoolgate.approvals.models import WAITING, ApprovalRequest
from schoolgate.community.change import written
from schoolgate.community.models import School
from schoolgate.publishing.channels.models import Channel

ENDS = frozenset({"approval.refused", "approval.withdrawn", "approval.expired", "approval.met"})


def listen() -> None:
    written.connect(_after, dispatch_uid="channels")


def _after(*, school: School, verb: str, **_: Any) -> None:
    """In the transaction of the request's own end."""
    if verb not in ENDS:
        return
    waited = Channel.objects.of(school).filter(state=Channel.State.ASKED).exclude(request__state__in=WAITING)
    waited = waited.exclude(request__state=ApprovalRequest.State.APPROVED)
    for channel in waited.select_related("request"):
        no = channel.request is not None and channel.request.state == ApprovalRequest.State.REFUSED
        channel.state = Channel.State.REFUSED if no else Channel.State.PROPOSED
        channel.save(update_fields=["state"])
