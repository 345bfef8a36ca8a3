"""The school's official accounts, for everybody: so that families can tell ours from others'. No names of staff."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from schoolgate.community.models import School
from schoolgate.community.powers import PUBLIC, power
from schoolgate.community.request import AnyRequest
from schoolgate.publishing.channels.known import label, page
from schoolgate.publishing.channels.models import Channel


@power(PUBLIC)
@require_safe
def schools(request: AnyRequest) -> HttpResponse:
    """Whose accounts; straight on where there is no choice."""
    if request.person:
        return redirect("official_accounts", school=request.person.school.slug)
    found = list(School.objects.filter(channels__state=Channel.State.OPEN).distinct().order_by("name"))
    if len(found) == 1:
        return redirect("official_accounts", school=found[0].slug)
    return render(request, "channels/schools.html", {"schools": found})


@power(PUBLIC)
@require_safe
def official(request: AnyRequest, school: str) -> HttpResponse:
    where = get_object_or_404(School, slug=school)
    found = Channel.objects.of(where).filter(state=Channel.State.OPEN)
    mine = request.person is not None and request.person.school_id == where.pk
    if not mine and not found.exists():
        raise Http404
    rows = [
        {
            "network": label(one.network),
            "handle": one.handle,
            "url": page(one.network, one.handle, one.address),
            "purpose": one.purpose,
        }
        for one in found
    ]
    return render(request, "channels/official.html", {"school": where, "rows": rows})
