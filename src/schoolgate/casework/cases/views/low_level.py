"""The register of low-level concerns: restricted to those who may open the cases, by person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schoolgate.casework.cases.access import open_to
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.cases.views.shown import looks
from schoolgate.casework.cases.words import kinds, labels
from schoolgate.community.moments import on
from schoolgate.community.powers import power
from schoolgate.community.request import Request

A_PAGE = 20


@power("case.decide")
@require_safe
def low_level(request: Request) -> HttpResponse:
    """Each adult whom a low-level concern is about, with every one: a pattern shows, and nobody is blamed. First those
    of the school by name, then others."""
    cases = open_to(request.person).filter(threshold=Case.Threshold.LOW_LEVEL)
    rows = Party.objects.of(request.person.school).filter(case__in=cases, part=Party.Part.RESPONSIBLE, ended_at=None)
    page = Paginator([*_of_school(rows), *_others(rows)], A_PAGE).get_page(request.GET.get("page"))
    people = _with_cases(rows, page)
    looks(request, (party.case for parties in people for party in parties))
    context = {
        "page": page,
        "people": [_of(parties) for parties in people],
        "columns": ["Case", "When", "What", "Why low-level"],
        "count": cases.count(),
    }
    return render(request, "cases/low_level.html", context)


def _of_school(rows: QuerySet[Party]) -> list[list[int]]:
    """The numbers of the rows of each person of the school, by name."""
    found: dict[int, list[int]] = {}
    named = rows.filter(person__isnull=False).order_by("person__name", "person", "-case__at", "-pk")
    for person, pk in named.values_list("person", "pk"):
        found.setdefault(person, []).append(pk)
    return list(found.values())


def _others(rows: QuerySet[Party]) -> list[list[int]]:
    """The same of everybody else. Their names lie sealed, so all of them are opened to put them in order."""
    found: dict[str, list[int]] = {}
    for row in rows.filter(person=None).order_by("-case__at", "-pk"):
        found.setdefault(row.called(), []).append(row.pk)
    return [found[name] for name in sorted(found, key=str.casefold)]


def _with_cases(rows: QuerySet[Party], page: Iterable[list[int]]) -> list[list[Party]]:
    groups = list(page)
    found = rows.select_related("case", "person").in_bulk([pk for group in groups for pk in group])
    return [[found[pk] for pk in group] for group in groups]


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
