"""The cases that somebody may open, in numbers."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.casework.board import numbers as counting
from schoolgate.casework.board.narrowing import Period, Which, narrowed
from schoolgate.casework.removals import counting as removals
from schoolgate.community.powers import power
from schoolgate.community.request import Request

YEAR = timedelta(days=365)


class WhichWhen(Which, Period):
    field_order = ("kind", "lead", "year", "first", "last")


def span(first: date | None, last: date | None) -> tuple[date, date]:
    """The days that are asked for; a year up to today where none are. Never the other way round."""
    end = last or timezone.localdate()
    return min(first or end - YEAR, end), end


@power("case.decide")
@require_safe
def numbers(request: Request) -> HttpResponse:
    """Over a year, unless other days are asked for: how many came, what they were, what was done, how they ended."""
    form = WhichWhen(request.person, request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    first, last = span(wanted.get("first"), wanted.get("last"))
    cases = narrowed(request.person, {**wanted, "show": "all", "first": first, "last": last})
    over_time = counting.over_time(cases, first, last)
    context = {
        "look": form,
        "first": first,
        "last": last,
        "number": sum(many for _, many in over_time),
        "over_time": over_time,
        "charts": [
            ("What they are about", counting.by_kind(cases)),
            ("Steps that were taken", counting.by_rung(cases)),
            ("How they ended", counting.by_outcome(cases)),
            ("How long they took", counting.how_long(cases)),
        ],
        "rate_columns": ["Where", "Asked", "Gone", f"Gone in {removals.within()} days", "Days for half of them"],
        "rates": [
            [
                rate.label,
                rate.asked,
                rate.gone,
                f"{rate.in_time} ({rate.percent} %)",
                "" if rate.days is None else f"{rate.days:g}",
            ]
            for rate in removals.rates(cases)
        ],
    }
    return render(request, "board/numbers.html", context, status=200 if form.is_valid() else 422)
