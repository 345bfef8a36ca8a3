"""What we were told, on the pages of a case, and the talk with whoever told us."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from schoolgate.casework.cases.access import may_decide
from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.evidence.models import Item
from schoolgate.casework.reports.actions.talking import ask as ask_them
from schoolgate.casework.reports.actions.talking import seen_by_school
from schoolgate.casework.reports.forms import Question
from schoolgate.casework.reports.models import Report
from schoolgate.casework.reports.views.talk import entries, told_rows
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask


@power("case.open")
@ask
def report(request: Request, reference: str, report: str) -> HttpResponse:
    """One report as it was told, the talk about it, and a question for whoever told us."""
    case = find(request, reference)
    found = get_object_or_404(Report.objects.of(case.school).filter(case=case).select_related("by"), reference=report)
    may_ask = case.runs and may_decide(request.person, case)
    form = Question(request.POST if request.method == "POST" else None) if may_ask else None
    if form and form.is_valid():
        ask_them(request.person, case, found, form.cleaned_data["words"], sent_key=form.cleaned_data["once"])
        messages.success(request, "It is there for them to read.")
        return redirect("case_report", reference=reference, report=report)
    items = Item.objects.of(case.school).filter(pk__in=found.files.values("item"))
    context = {
        "case": case,
        "title": "What we were told",
        "found": found,
        "form": form,
        "rows": told_rows(found, their_own=False),
        "entries": entries(found, their_own=False),
        "items": [(item.reference, "" if item.restricted else item.called()) for item in items],
        "look": may_ask and case.state == Case.State.NEW,
    }
    answer = render(request, "reports/report.html", context, status=422 if form and form.errors else 200)
    seen_by_school(request.person, case, found)
    return answer
