"""The frame of the pages about a support file, and one of them with a form: ask, act, say that it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse

from schoolgate.casework.cases.access import may_open
from schoolgate.casework.support.models import SupportFile
from schoolgate.community.models import Person
from schoolgate.community.request import Request
from schoolgate.community.views.asking import asked_and_done


def asked_of_file(
    request: Request, file: SupportFile, form: Form, act: Callable[[Mapping[str, Any]], object], **page: Any
) -> HttpResponse:
    """As `asked_and_done`, in the frame of a page below the file."""
    page = {"template": "cases/question.html", **below(request.person, file), **page}
    return asked_and_done(request, form, act, **page)


def below(person: Person, file: SupportFile) -> dict[str, Any]:
    """The frame of a page below the file."""
    return {
        "case": case_of(person, file),
        "back_url": reverse("support_file", args=[file.reference]),
        "up": called(file),
    }


def case_of(person: Person, file: SupportFile) -> dict[str, str] | None:
    """The case of a file, for somebody who may open it: its reference alone, for this page is no page of the case, and
    nothing of a case is shown before it is written down that it was opened."""
    case = file.case
    return {"reference": case.reference, "path": case.path} if may_open(person, case) else None


def called(file: SupportFile) -> str:
    return f"Looking after {file.person.name}"
