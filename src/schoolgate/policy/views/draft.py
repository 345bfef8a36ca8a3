"""What every page that changes a draft does: find it, save, or say why not and keep what was typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.policy.drafting_forms.base import OfDraft
from schoolgate.policy.models import PolicyVersion
from schoolgate.policy.views.reading import find
from schoolgate.policy.wording import Raw, binds

View = Callable[..., HttpResponse]
Saving = Callable[[int], PolicyVersion]


def draft_page(view: View) -> View:
    """A page of one draft, for those who write the policy. What is no draft leads to the version's own page.

    The view gets the version in place of its number.
    """

    @power("policy.write")
    @ask
    @wraps(view)
    def page(request: Request, number: int, **rest: Any) -> HttpResponse:
        version = find(request, number)
        if version.state != PolicyVersion.State.DRAFT:
            messages.info(request, "Only a draft can be changed. To change this policy, start a new draft from it.")
            return redirect("version", number=number)
        return view(request, version, **rest)

    return page


def clause_of(version: PolicyVersion, number: str) -> Raw:
    """One clause as the draft's pack has it; 404 when it has none of that number."""
    found: Raw = nth([clause for clause in version.pack["clauses"] if clause["id"] == number], 0)
    return found


def nth(items: list[Any], index: int) -> Any:
    """The item at a place of a list; 404 past its end."""
    if index >= len(items):
        raise Http404
    return items[index]


def saved(form: OfDraft, save: Saving) -> bool:
    """Save what the form holds. False where that cannot be yet, which the form then says."""
    if not form.is_valid():
        return False
    try:
        save(form.cleaned_data["revision"])
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def form_page(
    request: Request,
    version: PolicyVersion,
    form: OfDraft,
    template: str = "policy/clause_form.html",
    *,
    clause: Raw | None = None,
    by_place: bool = False,
    **context: Any,
) -> HttpResponse:
    """The page of a form. Where the draft has moved on, it shows how the clause stands now beside what was typed.

    A form that names what it changes can then be saved again. One that changes a thing by its place in a list
    (`by_place`) cannot, because another may stand in that place now.
    """
    stale = form.is_bound and bool(form.non_field_errors()) and form.cleaned_data.get("revision") != version.revision
    if stale and not by_place:
        form.catch_up()
    context |= {"version": version, "clause": clause, "form": form, "stale": stale, "by_place": by_place}
    context["bound"] = binds(clause) if clause else []
    return render(request, template, context, status=422 if form.errors else 200)
