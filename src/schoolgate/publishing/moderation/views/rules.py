"""The rules of the school's pages, for everybody: what is hidden there, and that criticism is not."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from schoolgate.community.models import School
from schoolgate.community.powers import PUBLIC, power
from schoolgate.community.request import AnyRequest
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.moderation.known import grounds


@power(PUBLIC)
@require_safe
def rules(request: AnyRequest, school: str) -> HttpResponse:
    where = get_object_or_404(School, slug=school)
    mine = request.person is not None and request.person.school_id == where.pk
    if not mine and not Channel.objects.of(where).filter(state=Channel.State.OPEN).exists():
        raise Http404
    found = [one.rule for one in grounds().values() if one.rule]
    return render(request, "moderation/rules.html", {"school": where, "rules": found})
