"""The cases that somebody may open."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schoolgate.casework.cases.access import open_to
from schoolgate.casework.cases.forms import CaseState
from schoolgate.casework.cases.models import RUNNING
from schoolgate.casework.cases.rows import COLUMNS, rows
from schoolgate.casework.cases.views.shown import looks
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request

A_PAGE = 25


@power("case.open")
@require_safe
def cases(request: Request) -> HttpResponse:
    """Those that run, unless another state is asked for; the newest first."""
    form = CaseState(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    found = open_to(request.person).select_related("lead")
    if state != "all":
        found = found.filter(state__in=[state] if state else RUNNING)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    looks(request, page, power="case.open")
    context = {
        "form": None,
        "look": form,
        "page": page,
        "columns": COLUMNS,
        "rows": rows(page),
        "may_break_glass": holds(request.person, "case.break_glass"),
        "may_decide": holds(request.person, "case.decide"),
    }
    return render(request, "cases/list.html", context)
