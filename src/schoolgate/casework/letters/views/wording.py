"""A school's own words for each kind of letter."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from schoolgate.casework.letters.actions.wording import POWER, reword
from schoolgate.casework.letters.catalogue import fields, known_fields, our_words, templates
from schoolgate.casework.letters.catalogue import wordings as all_wordings
from schoolgate.casework.letters.forms import Reword
from schoolgate.casework.letters.models import Wording
from schoolgate.casework.letters.plain_english import notes
from schoolgate.casework.letters.text import wording as standing
from schoolgate.casework.letters.views.finding import sent
from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.documents.writing import to_html

COLUMNS = ["Letter", "Words"]
A_PAGE = 20


@power(POWER)
@require_safe
def wordings(request: Request) -> HttpResponse:
    """Every kind of letter, and whose words it has."""
    school = request.person.school
    newest: dict[str, Wording] = {}
    for row in Wording.objects.of(school).order_by("number").select_related("by"):
        newest[row.template] = row
    rows = [
        [{"text": label, "url": reverse("letter_wording", args=[key])}, _whose(newest.get(key))]
        for key, label in all_wordings().items()
    ]
    return render(request, "letters/wordings.html", {"rows": rows, "columns": COLUMNS})


def _whose(row: Wording | None) -> dict[str, str]:
    if row is None or not row.words:
        return {"tag": "Ours", "colour": "grey"}
    return {"tag": f"Your own, version {row.number}", "colour": "green"}


@power(POWER)
@ask
def wording(request: Request, key: str) -> HttpResponse:
    if key not in all_wordings():
        raise Http404
    school = request.person.school
    words, row = standing(school, key)
    versions = Wording.objects.of(school).filter(template=key).select_related("by")
    last = versions.first()
    form = Reword(key, sent(request), initial={"words": words, "after": last.number if last else 0})
    if form.is_valid():
        try:
            reword(request.person, key, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The words are kept. New letters begin with them.")
            return redirect("letter_wording", key=key)
    template = templates().get(key)
    context: dict[str, Any] = {
        "key": key,
        "title": all_wordings()[key],
        "form": form,
        "own": row,
        "last": last,
        "versions": Paginator(versions, A_PAGE).get_page(request.GET.get("versions")),
        "fields": [(name, fields()[name].label) for name in known_fields(key)],
        "notes": notes(words) if template and template.plain else [],
        "ours": our_words(key),
        "looks": mark_safe(to_html(words)),  # noqa: S308
    }
    return render(request, "letters/wording.html", context, status=422 if form.errors else 200)


@power(POWER)
@require_POST
def ours(request: Request, key: str) -> HttpResponse:
    """Our words stand again."""
    if key not in all_wordings():
        raise Http404
    last = Wording.objects.of(request.person.school).filter(template=key).order_by("-number").first()
    if last and last.words:
        reword(request.person, key, "", last.number)
        messages.success(request, "New letters begin with the words that come with Schoolgate.")
    return redirect("letter_wording", key=key)
