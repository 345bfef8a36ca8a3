"""Two windows of one browser: what is sent from a page of one form is never put into another."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from schoolgate.casework.reports.drafts import Form
from schoolgate.casework.reports.forms import OneQuestion
from schoolgate.casework.reports.questions import CHILD, GROWN_UP, in_words, next_after, words_of
from schoolgate.casework.reports.receipts import derived
from schoolgate.casework.reports.views.common import frame
from schoolgate.community.models import School
from schoolgate.community.request import AnyRequest

WHICH = "of"
"""The field that says which form a page belongs to."""


def which(form: Form | None) -> str:
    """What a page says of its form; '' before the first answer. Nothing can be opened with it."""
    return "" if form is None or form.is_new else derived(form.token, "page").hex()[:16]


def is_of_another(request: HttpRequest, form: Form | None) -> bool:
    """Whether what is sent comes from a page of another form than the one under way, or of one that is gone."""
    return request.POST.get(WHICH, which(form)) != which(form)


def is_the_same(page: OneQuestion, form: Form) -> bool:
    """Whether a first answer is the one that began the form: somebody pressed the button twice."""
    return page.is_valid() and all(form.answers.get(key) == value for key, value in page.answers().items())


def elsewhere(
    request: AnyRequest, where: School, voice: str, form: Form | None, page: OneQuestion | None
) -> HttpResponse:
    """Say so, keep nothing, and show what was typed, so that it can be copied."""
    typed = []
    if page is not None:
        page.full_clean()
        given = {name: value for name, value in page.cleaned_data.items() if name != "files"}
        said = in_words(voice, given, page.key)
        typed = [(words_of(voice, page.key)["asks"], said)] if said else []
    context = frame(
        where,
        child=voice == CHILD,
        typed=typed,
        go_on=going_on(where, form) if form else "",
        begin=reverse("tell_door", args=[where.slug, voice]),
    )
    return render(request, "reports/elsewhere.html", context, status=409)


def going_on(where: School, form: Form) -> str:
    """The first question that has no answer yet, of the form under way."""
    voice = form.answers.get("voice", GROWN_UP)
    left = next_after(voice, form)
    args = [where.slug, voice]
    return reverse("tell_question", args=[*args, left]) if left else reverse("tell_check", args=args)
