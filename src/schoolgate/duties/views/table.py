"""Who has and who has not, in numbers: the head's table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.community.models import School
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.duties.counting import Row, by_audience, counts, people_late
from schoolgate.duties.forms import FindRows
from schoolgate.duties.spreadsheet import as_file, to_csv
from schoolgate.policy.models import in_force

COLUMNS = ["What", "Asked of", "Done", "Not yet", "Late", "Away", "Declined", "Let off", "Because of"]
TOTALS = ("asked", "done", "owed", "overdue", "declined", "let_off")
RARE = ("Away", "Declined", "Let off")
"""Columns that are left out where they would hold nothing."""
ROWS = 100


@power("duties.count")
@require_safe
def duties(request: Request) -> HttpResponse:
    """By audience and duty: how many have, have not, are late, have declined."""
    person, today = request.person, timezone.localdate()
    form = FindRows(request.GET)
    audience = form.cleaned_data["audience"] if form.is_valid() else ""
    rows = counts(person.school, today, audience)
    cause, sees_names = causes(person.school), holds(person, "duties.see_all")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    columns, tables = without_empty(
        [(name, [_cells(row, cause, sees_names) for row in of]) for name, of in by_audience(list(page))]
    )
    context = {
        "form": form,
        "page": page,
        "columns": columns,
        "numbers": numbered(columns),
        "tables": tables,
        "late": people_late(person.school, today),
        "totals": totals(rows),
        "sees_names": sees_names,
    }
    return render(request, "duties/table.html", context)


Tables = list[tuple[str, list[list[Any]]]]


def without_empty(tables: Tables) -> tuple[list[str], Tables]:
    """The columns, and the tables by name, without those of RARE that hold nothing in any row."""
    rows = [row for _, of in tables for row in of]
    kept = [at for at, name in enumerate(COLUMNS) if name not in RARE or any(row[at] for row in rows)]
    return [COLUMNS[at] for at in kept], [(name, [[row[at] for at in kept] for row in of]) for name, of in tables]


def numbered(columns: Sequence[str]) -> str:
    """Which of the columns hold numbers, for the table component: all but the first and the last."""
    return ",".join(str(at) for at in range(1, len(columns) - 1))


def totals(rows: list[Row]) -> dict[str, int]:
    """Over all rows: how much is asked, done, not done yet, late, declined and let off."""
    return {name: sum(getattr(row, name) for row in rows) for name in TOTALS}


def _cells(row: Row, cause: Callable[[str], Any], sees_names: bool) -> list[Any]:
    names = reverse("duty_names", args=[row.kind, row.key, row.audience])
    return [
        {"text": row.what, "url": names if sees_names else ""},
        row.asked,
        row.done,
        row.owed,
        {"text": "", "tag": str(row.overdue), "colour": "red"} if row.overdue else 0,
        row.away,
        row.declined,
        row.let_off,
        cause(row.clause),
    ]


def numbers(row: Row) -> list[Any]:
    """A row as plain cells, in the order of COLUMNS."""
    cause = row.clause or "The school"
    return [row.what, row.asked, row.done, row.owed, row.overdue, row.away, row.declined, row.let_off, cause]


def causes(school: School) -> Callable[[str], Any]:
    """How a page says why: a clause of the policy in force as a link to its words, law or guidance by its name."""
    version = in_force(school)
    known = {clause.id for clause in version.clauses} if version else set()
    policy = reverse("policy_text", args=[school.slug])

    def cause(clause: str) -> Any:
        if clause in known:
            return {"text": clause, "url": f"{policy}#clause-{clause}"}
        if not clause or " " in clause:
            return clause or "The school"
        return f"{clause}, in an earlier policy"

    return cause


@power("duties.count")
@require_safe
def counts_csv(request: Request) -> HttpResponse:
    rows = [
        (name, *numbers(row))
        for name, of in by_audience(counts(request.person.school, timezone.localdate()))
        for row in of
    ]
    return as_file(to_csv(["Audience", *COLUMNS], rows), "who-has-not.csv", "text/csv; charset=utf-8")
