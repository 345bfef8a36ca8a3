"""A letter by its reference, of a case that this person may open."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.letters.models import Letter
from schoolgate.community.request import Request


def find_letter(request: Request, reference: str, letter: str) -> tuple[Case, Letter]:
    """Raises Http404 for a case they may not know of, and for a letter that is not about it."""
    case = find(request, reference)
    rows = Letter.objects.of(case.school).select_related("case__school", "version", "by", "person__account")
    return case, get_object_or_404(rows, case=case, reference=letter)


def below(case: Case, letter: Letter | None = None) -> dict[str, str]:
    """The way back of a page below the list of letters, or below one of them."""
    if letter is None:
        return {"back_url": reverse("letters", args=[case.reference]), "up": "Letters"}
    back_url = reverse("letter", args=[case.reference, letter.reference])
    return {"back_url": back_url, "up": f"Letter {letter.reference}"}


def sent(request: Request) -> Any:
    return request.POST if request.method == "POST" else None
