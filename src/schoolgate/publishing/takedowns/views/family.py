"""For whoever took a yes back: how far it is, and the letter that says that a stranger finds nothing any more."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schoolgate.community.powers import PUBLIC, power
from schoolgate.community.request import AnyRequest, Request
from schoolgate.publishing.takedowns.reading import letter as read_letter
from schoolgate.publishing.takedowns.reading import mine as asked_by
from schoolgate.publishing.takedowns.reading import place

A_PAGE = 20


@power("takedown.mine")
@require_safe
def mine(request: Request) -> HttpResponse:
    page = Paginator(asked_by(request.person), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "places": [place(one) for one in page]}
    return render(request, "takedowns/mine.html", context)


@power(PUBLIC)
@require_safe
def letter(request: AnyRequest, secret: str) -> HttpResponse:
    """It shows a first name and nothing else of the child."""
    found = read_letter(secret)
    if not found:
        return render(request, "takedowns/letter_old.html", status=410)
    context = {"places": [place(one) for one in found], "school": found[0].school.name}
    return render(request, "takedowns/letter.html", context)
