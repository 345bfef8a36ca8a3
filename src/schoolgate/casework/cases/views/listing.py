"""The cases that somebody may open."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.casework.cases.access import open_to
from schoolgate.casework.cases.forms import CaseState
from schoolgate.casework.cases.models import RUNNING, Case
from schoolgate.casework.cases.words import kinds, labels
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request

A_PAGE = 25
COLOURS = {Case.State.NEW: "blue", Case.State.OPEN: "green", Case.State.CLOSED: "grey", Case.State.JOINED: "grey"}


@power("case.open")
@require_safe
def cases(request: Request) -> HttpResponse:
    """Those that run, unless another state is asked for; the newest first."""
    form = CaseState(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    rows = open_to(request.person).select_related("lead")
    if state != "all":
        rows = rows.filter(state__in=[state] if state else RUNNING)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": None,
        "look": form,
        "page": page,
        "columns": ["Case", "What it is", "Since", "Who leads", "State"],
        "rows": [_row(case) for case in page],
        "may_break_glass": holds(request.person, "case.break_glass"),
        "may_decide": holds(request.person, "case.decide"),
    }
    return render(request, "cases/list.html", context)


def _row(case: Case) -> list[object]:
    title = case.said("title")
    return [
        {"text": f"{title} ({case.reference})" if title else case.reference, "url": case.path},
        labels(case.kinds, kinds()) or "Nobody has looked at it yet",
        date_format(timezone.localtime(case.at), "j F Y"),
        case.lead.name if case.lead else "Nobody yet",
        {"text": "", "tag": case.get_state_display(), "colour": COLOURS[Case.State(case.state)]},
    ]
