"""The cases that name one person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from schoolgate.casework.cases.access import open_to
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.cases.rows import since, state, titled, what
from schoolgate.casework.cases.views.shown import looks
from schoolgate.community.models import Person
from schoolgate.community.powers import power
from schoolgate.community.request import Request

A_PAGE = 25
NOT_THEM = "Found not to be about them"


@power("case.decide")
@require_safe
def history(request: Request, pk: int) -> HttpResponse:
    """How each case ended and what it was, and what they were in it: of the cases alone that the reader may open."""
    person = get_object_or_404(Person.objects.of(request.person.school), pk=pk)
    naming = Party.unscoped.filter(person=person)
    found = open_to(request.person).filter(pk__in=naming.values("case"))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    looks(request, page, about=person)
    context = {
        "named": person,
        "page": page,
        "columns": ["Case", "How it ended", "In it they", "What it is", "Since"],
        "rows": _rows(list(page), naming),
    }
    return render(request, "board/person.html", context)


def _rows(cases: Iterable[Case], naming: Any) -> list[list[Any]]:
    parts: dict[int, list[str]] = {}
    for party in naming.filter(case__in=cases):
        parts.setdefault(party.case_id, []).append(NOT_THEM if party.ended_at else WERE[Party.Part(party.part)])
    return [
        [titled(case), state(case), "; ".join(dict.fromkeys(parts[case.pk])), what(case), since(case)] for case in cases
    ]


WERE = {
    Party.Part.AFFECTED: "were affected",
    Party.Part.WITNESS: "saw or heard it",
    Party.Part.RESPONSIBLE: "are said to have done it",
}
