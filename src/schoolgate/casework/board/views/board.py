"""What waits, and for whom."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.casework.board.clocks import Clock, Clocks
from schoolgate.casework.board.narrowing import NOBODY, Narrow, narrowed
from schoolgate.casework.board.waiting import Waits, waits
from schoolgate.casework.cases.access import open_to
from schoolgate.casework.cases.rows import COLUMNS, rows
from schoolgate.casework.cases.views.shown import looks
from schoolgate.community.powers import power
from schoolgate.community.request import Request

A_PAGE = 25


@power("case.decide")
@require_safe
def board(request: Request) -> HttpResponse:
    """Who has what to do about the cases that this person may open, what has run out of time, and the cases."""
    person = request.person
    form = Narrow(person, request.GET)
    cases = open_to(person)
    waiting = waits(cases)
    wanted = form.cleaned_data if form.is_valid() else {"show": ""}
    found = narrowed(person, wanted).select_related("lead")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    late, due = (Clocks(cases, person.school, over) for over in (True, False))
    (ran_out, more_late), (runs, more_due) = late.first(), due.first()
    looks(request, chain(page, (clock.case for clock in (*ran_out, *runs))))
    context = {
        "look": form,
        "new": sum(one.new for one in waiting),
        "open": sum(one.leads for one in waiting),
        "late": len(late.numbers()),
        "more_late": more_late,
        "due": len(due.numbers()) if more_due else 0,
        "waits_columns": ["For", "New", "Leads", "Tasks", "To answer", "Out of time"],
        "waits": [_row(one) for one in waiting],
        "clocks": [_clock(one) for one in ran_out],
        "clock_columns": ["Case", "What is late", "Was due", "Waits for"],
        "to_do": [_clock(one) for one in runs],
        "to_do_columns": ["Case", "What is to be done", "By", "Waits for"],
        "page": page,
        "columns": COLUMNS,
        "rows": rows(page),
    }
    return render(request, "board/board.html", context, status=200 if form.is_valid() else 422)


def _row(one: Waits) -> list[Any]:
    name = one.person.name if one.person else "Nobody yet"
    theirs = f"{reverse('cases_board')}?lead={one.person.pk if one.person else NOBODY}#results"
    out_of_time: Any = {"text": "", "tag": str(one.late), "colour": "red"} if one.late else 0
    leads = one.new or one.leads
    return [{"text": name, "url": theirs if leads else ""}, one.new, one.leads, one.tasks, one.answers, out_of_time]


def _clock(clock: Clock) -> list[Any]:
    by = date_format(clock.by, "j F")
    return [{"text": clock.case.reference, "url": clock.case.path}, clock.what, by, clock.whose or "Nobody yet"]
