"""What the pages about a removal share: finding it, and the way back to it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.removals.models import Removal
from schoolgate.casework.removals.routes import kinds, networks
from schoolgate.community.request import Request


def find_removal(request: Request, reference: str, number: int) -> Removal:
    """Raises Http404 for a case they may not know of, and for a number that it does not have."""
    case = find(request, reference)
    removal = get_object_or_404(Removal.objects.of(case.school).select_related("by"), case=case, number=number)
    removal.case = case
    return removal


def sent(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def page_of(removal: Removal) -> str:
    return reverse("removal", args=[removal.case.reference, removal.number])


def below(removal: Removal) -> dict[str, str]:
    """The way back of a page below a removal."""
    return {"back_url": page_of(removal), "up": called(removal)}


def called(removal: Removal) -> str:
    return f"{removal.number}. {kinds()[removal.kind]}, {networks()[removal.network].label}"
