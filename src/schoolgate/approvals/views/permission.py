"""Permission on paper, and the page where anybody checks one."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.approvals.deciders import may_revoke
from schoolgate.approvals.forms import CheckPermission
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.approvals.paper import pdf
from schoolgate.approvals.standing import stands, valid_until
from schoolgate.approvals.views.finding import find
from schoolgate.community.powers import PUBLIC, power
from schoolgate.community.request import Request

TRIES_A_MINUTE = 30


@power("approval.ask")
@require_safe
def paper(request: Request, pk: int) -> HttpResponse:
    """The written permission as a PDF, for the asker and for those who decide such requests."""
    found = find(request, pk)
    theirs = found.asker_id == request.person.pk or may_revoke(request.person, found)
    approved = found.state == ApprovalRequest.State.APPROVED
    if not (theirs and approved and found.written and stands(found, timezone.localdate())):
        raise Http404
    answer = HttpResponse(pdf(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="permission-{found.reference}.pdf"'
    return answer


@power(PUBLIC)
@never_cache
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Whether a permission is valid, and until when: nothing else, to anybody."""
    given = "reference" in request.GET
    form = CheckPermission(request.GET if given else None)
    context = {"form": form, "asked": False, "until": None}
    if given and _too_often(request):
        return render(request, "approvals/permission.html", context | {"too_often": True}, status=429)
    if given and form.is_valid():
        context |= {"asked": True, "until": valid_until(form.cleaned_data["reference"], timezone.localdate())}
    return render(request, "approvals/permission.html", context, status=422 if form.errors else 200)


def _too_often(request: HttpRequest) -> bool:
    """Count a try from this address in this minute."""
    now = timezone.now()
    key = f"permission:{get_adapter().get_client_ip(request)}:{now:%H%M}"
    cache.add(key, 0, 120)
    try:
        return int(cache.incr(key)) > TRIES_A_MINUTE
    except ValueError:
        # The count was pushed out between the two.
        return False
