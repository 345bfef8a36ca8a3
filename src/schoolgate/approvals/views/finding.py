"""A request by its number, for somebody who may know of it."""

from __future__ import annotations

from django.http import Http404

from schoolgate.approvals.deciders import may_see
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.request import Request


def find(request: Request, pk: int) -> ApprovalRequest:
    """Raises Http404 for one that this person may not know of."""
    rows = ApprovalRequest.objects.of(request.person.school).select_related("asker", "school", "version")
    found = rows.prefetch_related("decisions__by", "messages__by", "about").filter(pk=pk).first()
    if found is None or not may_see(request.person, found):
        raise Http404
    return found
