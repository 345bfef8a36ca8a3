"""What comes again among the cases that somebody may open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.casework.board import patterns as found_in
from schoolgate.casework.board.narrowing import Kind, Period, narrowed
from schoolgate.casework.board.views.numbers import span
from schoolgate.casework.cases.views.shown import looks
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.words import year_label

A_PAGE = 25


class KindWhen(Kind, Period):
    field_order = ("kind", "first", "last")


@power("case.decide")
@require_safe
def patterns(request: Request) -> HttpResponse:
    """Over a year, unless other days are asked for: pupils named several times, year groups, times of day."""
    form = KindWhen(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    first, last = span(wanted.get("first"), wanted.get("last"))
    cases = narrowed(request.person, {**wanted, "show": "all", "first": first, "last": last})
    page = Paginator(found_in.named_often(cases), A_PAGE).get_page(request.GET.get("page"))
    looks(request, (), people=[pk for pk, *_ in page])
    years, sites, times = found_in.by_year(cases), found_in.by_site(cases), found_in.by_time(cases)
    context = {
        "look": form,
        "first": first,
        "last": last,
        "number": sum(many for _, many in times),
        "often": found_in.OFTEN,
        "page": page,
        "columns": ["Name", "Year group", "Affected", "Saw or heard it", "Said to have done it"],
        "pupils": list(_pupils(page)),
        "years": years,
        "sites": sites,
        "times": times,
        "most_year": found_in.most(years),
        "most_site": found_in.most(sites),
        "most_time": found_in.most(times),
    }
    return render(request, "board/patterns.html", context, status=200 if form.is_valid() else 422)


def _pupils(page: Iterable[Any]) -> Iterable[list[Any]]:
    for pk, name, year, *parts in page:
        yield [{"text": name, "url": reverse("cases_person", args=[pk])}, year_label(year), *parts]
