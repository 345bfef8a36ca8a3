"""The governors' report: is the policy in date, what changed, what was done this term, and what is overdue.

Numbers alone, from the ledger and the table of duties; it names nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.casework.board.governors import worries
from schoolgate.community.calendar import term_began
from schoolgate.community.few import FEW, UNDER, are_few
from schoolgate.community.models import School
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.documents.writing import to_pdf
from schoolgate.duties.agreements.models import Signature
from schoolgate.duties.counting import by_audience, counts, people_late
from schoolgate.duties.owing import asked
from schoolgate.duties.reviews.standing import Standing, standings
from schoolgate.duties.spreadsheet import as_file
from schoolgate.duties.views.table import numbered
from schoolgate.policy.models import PolicyVersion
from schoolgate.policy.vocabulary import load_yaml
from schoolgate.record.models import LedgerEntry
from schoolgate.web.few import by_line, in_all

TITLE = "Report to the governors"


@power("report.see")
@require_safe
def report(request: Request) -> HttpResponse:
    """How the school lives by its policy, on one page."""
    return render(request, "report/page.html", _report(request.person.school))


@power("report.see")
@require_safe
def report_pdf(request: Request) -> HttpResponse:
    """The same, to print for a meeting."""
    body = render_to_string("report/paper.html", _report(request.person.school))
    return as_file(to_pdf(body, TITLE), "governors-report.pdf", "application/pdf")


def _report(school: School) -> dict[str, Any]:
    today = timezone.localdate()
    began = term_began(school, today)
    question = asked(school, today)
    standing = standings(question)
    rows, late = counts(school, today), people_late(school, today)
    columns, tables = by_line(by_audience(rows))
    return {
        "title": TITLE,
        "school": school,
        "today": today,
        "began": began,
        "version": question.version,
        "defects": len(question.version.defects(today)) if question.version else 0,
        "review": next((each for each in standing if each.thing.key == "policy"), None),
        "late_reviews": [each for each in standing if _is_late(each, today)],
        "changes": _changes(school, began),
        "done": list(_done(school, began)),
        "worries": worries(school, began),
        "late": late,
        "few_late": are_few(late),
        "totals": in_all(rows),
        "few": FEW,
        "under": UNDER if any(UNDER in row for _, of in tables for row in of) else "",
        "tables": tables,
        "columns": columns,
        "numbers": numbered(columns),
    }


def _is_late(each: Standing, today: date) -> bool:
    return each.due is not None and each.due < today


def _changes(school: School, began: date) -> list[PolicyVersion]:
    """The versions adopted since the term began, and those that wait for the governors."""
    State = PolicyVersion.State  # noqa: N806 (a class)
    known = PolicyVersion.objects.of(school).defer("read")
    return list(known.filter(Q(state=State.SENT) | Q(state=State.ADOPTED, in_force_from__gte=began)).order_by("number"))


def _done(school: School, began: date) -> Iterator[str]:
    """What was done since the term began, each as a count and its words. Two queries."""
    since = timezone.make_aware(datetime.combine(began, time()))
    entries = LedgerEntry.objects.filter(school=school.pk, at__gte=since).order_by().values("verb")
    told = {row["verb"]: row["many"] for row in entries.annotate(many=Count("pk"))}
    signatures = Signature.objects.of(school).filter(at__gte=since).order_by().values_list("answer")
    answers = dict(signatures.annotate(many=Count("pk")))
    for line in _lines():
        counted = [answers.get(line.get("answer"), 0), *(told.get(verb, 0) for verb in line.get("verbs", ()))]
        number = sum(counted)
        if line.get("few") and are_few(number):
            yield f"Fewer than {FEW} {line['many']}"
        elif number:
            yield f"{number:,} {line['one'] if number == 1 else line['many']}"


@cache
def _lines() -> list[dict[str, Any]]:
    return list(load_yaml(files("schoolgate.web").joinpath("report.yaml").read_bytes())["done"])
