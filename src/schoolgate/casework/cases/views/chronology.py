"""Everything that happened in a case, in order; and a restricted line of it, opened by itself."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.casework.cases.actions.reading import open_line
from schoolgate.casework.cases.forms import Filter, Words
from schoolgate.casework.cases.models import Case, Entry
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.cases.words import entry_title
from schoolgate.community.moments import at
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent

A_PAGE = 40


@power("case.open")
@require_safe
def chronology(request: Request, reference: str) -> HttpResponse:
    found = find(request, reference)
    look, rows = _looked_for(request, found)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "case": found,
        "title": "Chronology",
        "look": look,
        "page": page,
        "lines": [_line(row) for row in page],
        "print": f"{reverse('case_chronology_print', args=[reference])}?{request.GET.urlencode()}",
    }
    return render(request, "cases/chronology.html", context)


@power("case.open")
@require_safe
def paper(request: Request, reference: str) -> HttpResponse:
    """All of it on one page, for paper. Restricted lines stay shut."""
    found = find(request, reference)
    _, rows = _looked_for(request, found)
    context = {
        "case": found,
        "title": "Chronology",
        "back_url": reverse("case_chronology", args=[reference]),
        "up": "Chronology",
        "lines": [_line(row) for row in rows],
        "by": request.person,
    }
    return render(request, "cases/chronology_print.html", context)


def _looked_for(request: Request, case: Case) -> tuple[Filter, QuerySet[Entry]]:
    rows = Entry.objects.of(case.school).filter(case=case)
    look = Filter(rows.order_by("kind").values_list("kind", flat=True).distinct(), request.GET)
    wanted = look.cleaned_data if look.is_valid() else {}
    for name in ("file", "kind"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    return look, rows.select_related("by").order_by("number")


def _line(row: Entry) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": entry_title(row.kind),
        "at": at(row.at),
        "by": row.by.name if row.by else "",
        "file": row.get_file_display() if row.file == Entry.File.SUPPORT else "",
        "restricted": row.restricted,
        "text": "" if row.restricted else row.said("words"),
        "anonymous": row.kind in ("arrived", "added"),
    }


@power("case.open")
@ask
def line(request: Request, reference: str, number: int) -> HttpResponse:
    """A restricted line: why it is opened, which is kept; then its words, once."""
    found = find(request, reference)
    row = get_object_or_404(
        Entry.objects.of(found.school).select_related("by"), case=found, number=number, restricted=True
    )
    form = Words("Why do you need to read it?", sent(request), "It is kept that you read it, when, and why.")
    context: dict[str, Any] = {"case": found, "line": _line(row), "form": form}
    context["title"] = f"Line {row.number}, restricted: {entry_title(row.kind)}"
    context |= {"back_url": reverse("case_chronology", args=[reference]), "up": "Chronology"}
    if form.is_valid():
        context |= {"said": open_line(request.person, found, row, form.cleaned_data["words"]), "form": None}
    page = Paginator(row.openings.select_related("person"), A_PAGE).get_page(request.GET.get("page"))
    context["page"] = page
    context["openings"] = [{"title": each.person.name, "at": at(each.at), "text": each.said("why")} for each in page]
    return render(request, "cases/line.html", context, status=422 if form.errors else 200)
