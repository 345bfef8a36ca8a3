"""What the pages about a removal share: finding it, and a form that does one thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.removals.models import Removal
from schoolgate.community.change import Refused
from schoolgate.community.request import Request

ask = require_http_methods(["GET", "HEAD", "POST"])


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


def done_by(
    request: Request,
    form: Form,
    act: Callable[[Mapping[str, Any]], object],
    *,
    to: str,
    done: str,
    template: str = "question.html",
    **page: Any,
) -> HttpResponse:
    """Show a form; once it is filled in, act, say so and go on. A refusal stands above the form."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect(to)
    context = {"form": form, "back_url": to, **page}
    return render(request, template, context, status=422 if form.errors else 200)
