"""The row of a request, held while somebody decides on it, so that two at once have one clear outcome."""

from __future__ import annotations

from schoolgate.approvals.models import WAITING, ApprovalRequest
from schoolgate.community.change import Refused

State = ApprovalRequest.State
AS_IT_IS: dict[str, str] = {
    State.APPROVED: "It has been approved already.",
    State.REFUSED: "It has been refused already.",
    State.WITHDRAWN: "The person who asked has withdrawn it.",
    State.EXPIRED: "Nobody answered in time, so it has run out. It can be asked again.",
    State.REVOKED: "The approval has been taken back already.",
    State.MET: "What was asked has come about already.",
    State.OPEN: "It is still waiting for a decision.",
    State.ASKED_BACK: "It is still waiting for an answer to a question.",
}


def locked(request: ApprovalRequest, *states: str) -> ApprovalRequest:
    """The request as it stands now. Raises Refused when it is in none of these states."""
    rows = ApprovalRequest.objects.of(request.school).select_for_update(of=("self",)).select_related("asker", "school")
    found = rows.get(pk=request.pk)
    if found.state not in (states or WAITING):
        raise Refused(f"{AS_IT_IS[found.state]} Nothing more is needed from you.")
    return found
