"""A page about a case with one form: ask, act, say that it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse

from schoolgate.casework.cases.models import Case
from schoolgate.community.request import Request
from schoolgate.community.views.asking import asked_and_done


def asked_of_case(
    request: Request, case: Case, form: Form, act: Callable[[Mapping[str, Any]], object], **page: Any
) -> HttpResponse:
    """As `asked_and_done`, in the frame of the case. `up` is what the page is called that the way back leads to, where
    that is not the case itself."""
    page = {"template": "cases/question.html", "case": case, **page}
    return asked_and_done(request, form, act, **page)
