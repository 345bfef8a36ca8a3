"""Term dates: everybody sees them, some change them."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.community.actions import terms as actions
from schoolgate.community.calendar import SEPTEMBER, is_term_day, school_year
from schoolgate.community.change import Refused
from schoolgate.community.forms import TermForm
from schoolgate.community.models import Term
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask

ON_A_PAGE = 20


@power("term.see")
@require_safe
def terms(request: Request) -> HttpResponse:
    by = request.person
    may = holds(by, "term.change")
    earlier = "earlier" in request.GET
    found = Term.objects.of(by.school)
    begins = date(school_year(timezone.localdate()), SEPTEMBER, 1)
    old, coming = found.filter(last_day__lt=begins), found.filter(last_day__gte=begins)
    shown = old.order_by("-first_day") if earlier else coming.order_by("first_day")
    page = Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [
        (
            {"text": term.name, "url": reverse("term", args=[term.pk])} if may else term.name,
            date_format(term.first_day),
            date_format(term.last_day),
        )
        for term in page
    ]
    context = {
        "page": page,
        "earlier": earlier,
        "more": not earlier and old.exists(),
        "columns": ["Term", "First day", "Last day"],
        "rows": rows,
        "may_change": may,
        "open_today": is_term_day(by.school, timezone.localdate()),
    }
    return render(request, "community/terms.html", context)


@power("term.change")
@ask
def term_add(request: Request) -> HttpResponse:
    return _term(request, None)


@power("term.change")
@ask
def term(request: Request, pk: int) -> HttpResponse:
    return _term(request, _find(request, pk))


def _term(request: Request, found: Term | None) -> HttpResponse:
    by = request.person
    initial = {name: getattr(found, name) for name in TermForm.base_fields} if found else None
    form = TermForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            if found:
                actions.change_term(by, found, **form.cleaned_data)
            else:
                actions.add_term(by, by.school, **form.cleaned_data)
        except Refused as refused:
            form.add_error("last_day", str(refused))
        else:
            messages.success(request, f"{form.cleaned_data['name']} is saved.")
            return redirect("terms")
    context = {
        "form": form,
        "term": found,
        "title": f"Change {found.name}" if found else "Add a term",
        "button_text": "Save",
        "back_url": reverse("terms"),
    }
    return render(request, "community/term.html", context, status=422 if form.errors else 200)


@power("term.change")
@ask
def term_remove(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    if request.method == "POST":
        name = found.name
        actions.remove_term(request.person, found)
        messages.success(request, f"{name} is removed.")
        return redirect("terms")
    context = {
        "title": f"Remove {found.name}?",
        "lead": "Its days no longer count as school days, so no reminders go out on them.",
        "button_text": "Remove this term",
        "back_url": reverse("term", args=[pk]),
    }
    return render(request, "community/sure.html", context)


def _find(request: Request, pk: int) -> Term:
    return get_object_or_404(Term.objects.of(request.person.school), pk=pk)
