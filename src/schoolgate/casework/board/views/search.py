"""Looking for a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.casework.board.narrowing import SHOW, Kind, Period, narrowed
from schoolgate.casework.board.searching import matching, named_in
from schoolgate.casework.cases.access import open_to
from schoolgate.casework.cases.rows import COLUMNS, rows
from schoolgate.casework.cases.views.shown import looks
from schoolgate.community.models import Person
from schoolgate.community.powers import power
from schoolgate.community.request import Request

A_PAGE = 25
PEOPLE = 10


class Search(Kind, Period):
    q = forms.CharField(
        label="Reference, name or words",
        help_text="Whole words, of three letters or more. Of a name, its beginning will do.",
        max_length=200,
        required=False,
    )
    show = forms.ChoiceField(
        label="Show", required=False, choices=[("all", "All"), *SHOW[1:-1], ("running", "Running")]
    )
    field_order = ("q", "kind", "show", "first", "last")

    def clean_show(self) -> str:
        shown: str = self.cleaned_data["show"]
        return {"": "all", "running": ""}.get(shown, shown)


@power("case.decide")
@require_safe
def search(request: Request) -> HttpResponse:
    """The cases that this person may open and looks for, and the people of the school with that name whom they name."""
    form = Search(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    typed = wanted.get("q", "")
    context: dict[str, Any] = {"look": form, "asked": any(wanted.get(name) for name in ("q", "kind", "first", "last"))}
    if context["asked"]:
        found = narrowed(request.person, wanted)
        found = matching(found, request.person.school, typed) if typed else found
        page = Paginator(found.select_related("lead"), A_PAGE).get_page(request.GET.get("page"))
        people, more = _people(request.person, typed)
        looks(request, page, found=page.paginator.count, people=[person.pk for person in people])
        context |= {"page": page, "columns": COLUMNS, "rows": rows(page)}
        context |= {
            "people": [(each.name, reverse("cases_person", args=[each.pk])) for each in people],
            "more_people": PEOPLE if more else 0,
        }
    return render(request, "board/search.html", context, status=200 if form.is_valid() else 422)


def _people(by: Person, typed: str) -> tuple[list[Person], bool]:
    """The first of those whom a case names that `by` may open, and whether there are more."""
    found = list(named_in(open_to(by), by.school, typed)[: PEOPLE + 1])
    return found[:PEOPLE], len(found) > PEOPLE
