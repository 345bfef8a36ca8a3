"""A case by its reference, for somebody who may know of it. That they open it is written down first."""

from __future__ import annotations

from django.http import Http404

from schoolgate.casework.cases.access import open_to, running_members
from schoolgate.casework.cases.models import Case
from schoolgate.community.change import change
from schoolgate.community.request import Request


def find(request: Request, reference: str) -> Case:
    """The case, once the ledger says that this person opened this page of it.

    Raises Http404 for one that they may not know of, which is the same as for one that is not there.
    """
    case = open_to(request.person).select_related("lead", "version", "school").filter(reference=reference).first()
    if case is None:
        raise Http404
    page = request.resolver_match.url_name if request.resolver_match else ""
    # Why they may is what their membership says.
    member = running_members(request.person).filter(case=case).values_list("pk", flat=True).first()
    # What is sent may be answered with a page of the case too: where something is missing, or cannot be.
    with change(request.person, "case.open", case.school) as ledger:
        ledger.write("case.opened", case, page=page, member=member)
    return case
