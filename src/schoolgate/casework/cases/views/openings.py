"""Who opened a case, when, and why they may."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Max
from django.db.models.functions import TruncDate
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.casework.cases.models import Case, Member
from schoolgate.casework.cases.views.finding import find
from schoolgate.community.models import Person
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.record.ledger import reference as subject
from schoolgate.record.models import LedgerEntry

A_PAGE = 25


@power("case.open")
@require_safe
def openings(request: Request, reference: str) -> HttpResponse:
    """A line for each day on which somebody opened it, the last first."""
    found = find(request, reference)
    opened = LedgerEntry.objects.filter(subject=subject(found), verb="case.opened").order_by()
    days = opened.values(day=TruncDate("at"), who=F("actor")).annotate(pages=Count("pk"), last=Max("pk"))
    page = Paginator(days.order_by("-last"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "case": found,
        "title": "Who opened it",
        "back_url": reverse("case_members", args=[reference]),
        "up": "Who may open it",
        "page": page,
        "columns": ["Day", "Who", "Pages", "Because"],
        "rows": _rows(found, list(page)),
    }
    return render(request, "cases/openings.html", context)


def _rows(case: Case, days: Iterable[dict[str, Any]]) -> list[list[Any]]:
    people = Person.objects.of(case.school).in_bulk([day["who"] for day in days])
    entries = LedgerEntry.objects.in_bulk([day["last"] for day in days])
    why = {
        str(member.pk): member.said("why")
        for member in Member.objects.of(case.school).filter(
            case=case, pk__in=[entry.details().get("member") for entry in entries.values()]
        )
    }
    return [
        [
            date_format(day["day"], "j F Y"),
            people[day["who"]].name if day["who"] in people else "Somebody who is no more at the school",
            day["pages"],
            why.get(str(entries[day["last"]].details().get("member")), ""),
        ]
        for day in days
    ]
