"""The register of low-level concerns: restricted to those who may open the cases, by person."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schoolgate.casework.cases.access import open_to
from schoolgate.casework.cases.dates import on
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.cases.words import kinds, labels
from schoolgate.community.powers import power
from schoolgate.community.request import Request

A_PAGE = 20


@power("case.decide")
@require_safe
def low_level(request: Request) -> HttpResponse:
    """Each adult whom a low-level concern is about, with every one: a pattern shows, and nobody is blamed."""
    cases = open_to(request.person).filter(threshold=Case.Threshold.LOW_LEVEL)
    rows = Party.objects.of(request.person.school).filter(case__in=cases, part=Party.Part.RESPONSIBLE, ended_at=None)
    people: dict[tuple[int, str], list[Party]] = {}
    for row in rows.select_related("case", "person").order_by("-case__at", "-pk"):
        people.setdefault((row.person_id or 0, "" if row.person_id else row.called()), []).append(row)
    order = sorted(people.values(), key=lambda them: them[0].called().casefold())
    page = Paginator(order, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "people": [_of(parties) for parties in page],
        "columns": ["Case", "When", "What", "Why low-level"],
        "count": cases.count(),
    }
    return render(request, "cases/low_level.html", context)


def _of(parties: list[Party]) -> dict[str, Any]:
    cases = [party.case for party in parties]
    count = Counter(kind for case in cases for kind in case.kinds)
    again = [f"{kinds()[kind].label} ({times} times)" for kind, times in count.items() if times > 1 and kind in kinds()]
    return {
        "name": parties[0].called(),
        "pattern": f"What came up more than once: {'; '.join(again)}." if again else "",
        "rows": [
            [
                {"text": case.said("title") or case.reference, "url": case.path},
                on(case.at),
                labels(case.kinds, kinds()),
                case.said("threshold_why"),
            ]
            for case in cases
        ],
    }
