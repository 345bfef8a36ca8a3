"""That everything was considered: every step, the decision, who, when, the clause and why, on paper."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.steps.standing import ladder, setting_clause
from schoolgate.casework.steps.telling import affected, reached, readers
from schoolgate.casework.steps.views.ladder import shown
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.documents.writing import to_pdf


@power("case.open")
@require_safe
def steps_showing(request: Request, reference: str) -> HttpResponse:
    """The page to read or print."""
    case = find(request, reference)
    frame = {"title": "Steps considered", "back_url": reverse("steps", args=[case.reference]), "up": "Steps"}
    return render(request, "steps/showing.html", _context(case) | frame)


@power("case.open")
@require_safe
def steps_showing_pdf(request: Request, reference: str) -> HttpResponse:
    """The same as a PDF."""
    case = find(request, reference)
    body = render_to_string("steps/showing_body.html", _context(case) | {"paper": True})
    made = to_pdf(body, f"Steps considered in {case.reference}")
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="steps-{case.reference}.pdf"'
    return answer


def _context(case: Case) -> dict[str, object]:
    rungs = ladder(case)
    people, found = affected(case), readers(case)
    considered = [rung for rung in rungs if rung.decision or rung.named]
    return {
        "case": case,
        "rows": [shown(case, rung) | {"reached": reached(rung, people, found)} for rung in considered],
        "left_out": [rung.label for rung in rungs if not (rung.decision or rung.named)],
        "asked_by": setting_clause(case, "record.decisions"),
        "on": timezone.localtime(),
    }
