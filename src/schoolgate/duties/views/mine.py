"""One's own record, and the people one looks after."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.community.own_record import entries
from schoolgate.community.powers import SIGNED_IN, power
from schoolgate.community.request import Request
from schoolgate.documents.writing import to_pdf
from schoolgate.duties.counting import late_people_of
from schoolgate.duties.home import note, owed_by, status
from schoolgate.duties.owing import address
from schoolgate.duties.spreadsheet import as_file, to_csv
from schoolgate.duties.views.names import rows as listed
from schoolgate.duties.views.table import causes

ROWS = 50


@power(SIGNED_IN)
@require_safe
def record(request: Request) -> HttpResponse:
    """Everything somebody signed, learned, declared and decided, and what they still owe."""
    person = request.person
    cause = causes(person.school)
    page = Paginator(entries(person), ROWS).get_page(request.GET.get("page"))
    context = {
        "owed": [
            {"title": duty.what, "url": address(duty), "hint": note(duty), "status": status(duty)}
            for duty in owed_by(person)
        ],
        "page": page,
        "columns": ["What", "When", "Kind", "Because of"],
        "rows": [
            [{"text": one.words, "url": one.url}, f"{one.on:%-d %B %Y}", one.kind, cause(one.clause)] for one in page
        ],
    }
    return render(request, "duties/record.html", context)


@power(SIGNED_IN)
@require_safe
def record_csv(request: Request) -> HttpResponse:
    person = request.person
    lines = [("To do", duty.what, duty.due.isoformat(), duty.clause) for duty in owed_by(person)]
    lines += [(one.kind, one.words, one.on.isoformat(), one.clause) for one in entries(person)]
    return as_file(to_csv(["Kind", "What", "Day", "Because of"], lines), "my-record.csv", "text/csv; charset=utf-8")


@power(SIGNED_IN)
@require_safe
def record_pdf(request: Request) -> HttpResponse:
    person = request.person
    context: dict[str, Any] = {
        "person": person,
        "today": timezone.localdate(),
        "owed": owed_by(person),
        "entries": entries(person),
    }
    body = render_to_string("duties/record_body.html", context)
    return as_file(to_pdf(body, "My record"), "my-record.pdf", "application/pdf")


@power(SIGNED_IN)
@require_safe
def my_people(request: Request) -> HttpResponse:
    """Who is late among those that somebody manages or teaches: nobody else's people."""
    found = late_people_of(request.person, timezone.localdate()).select_related("person", "school")
    page = Paginator(found.order_by("due", "person__name"), ROWS).get_page(request.GET.get("page"))
    rows = listed(request.person, page.object_list)
    return render(request, "duties/my_people.html", {"page": page, "rows": rows})
