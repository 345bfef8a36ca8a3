"""One person: what the school has about them, and changing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.community import about
from schoolgate.community.actions import people as actions
from schoolgate.community.actions.absences import says_away
from schoolgate.community.actions.addresses import changes_address
from schoolgate.community.actions.roles import ends
from schoolgate.community.change import Refused
from schoolgate.community.finding import holding
from schoolgate.community.forms import Details, NewAddress
from schoolgate.community.models import Person, RoleHolding
from schoolgate.community.picking import Picking
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.roles import Role
from schoolgate.community.today import offers
from schoolgate.community.views.asking import ask
from schoolgate.community.views.common import find_person
from schoolgate.community.words import held, role_name

ADDRESS_KEPT = "Only your head teacher or chair of governors can change where the school writes to them."


@power("people.see")
@require_safe
def person(request: Request, pk: int) -> HttpResponse:
    by, found = request.person, find_person(request, pk)
    own = found == by
    roles = set(found.held()) - {Role.LEAVER}
    may_change = holds(by, "role.change") and not own
    context = {
        "found": found,
        "own": own,
        "rows": _rows(by, found),
        "family": about.family(found),
        "classes": about.classes(found),
        "away": about.away(found),
        "holdings": [_holding(by, each, may_change) for each in found.holdings.order_by("-from_date", "-pk")],
        "may_change": may_change,
        "role_links": [link for offer in offers("about_person") for link in offer(by, found)],
        "may_edit": holds(by, "people.edit"),
        "may_readdress": not holds(by, "people.edit") and changes_address(by, found),
        "may_link": holds(by, "family.change") and not own and bool(roles),
        "is_pupil": Role.PUPIL in roles,
        "may_say_away": says_away(by, found) and Role.PUPIL not in roles and bool(roles),
        "may_remove": holds(by, "people.remove") and not own and bool(roles),
    }
    return render(request, "community/person.html", context)


def _rows(by: Person, found: Person) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("Signs in with", found.email() or "Does not sign in"), *about.rows(found)]
    if Role.STAFF in found.roles():
        may = holds(by, "people.edit") and by != found
        change = (reverse("person_manager", args=[found.pk]),) if may else ()
        rows.append(("Line manager", _manager(found), *change))
    if found.left_on:
        rows.append(("Left on", date_format(found.left_on)))
    return rows


def _manager(found: Person) -> str:
    if found.manager is None:
        return "None"
    return f"{found.manager.name} (has left)" if found.manager.left_on else found.manager.name


def _holding(by: Person, each: RoleHolding, may_change: bool) -> dict[str, Any]:
    ended = each.to_date is not None and each.to_date <= timezone.localdate()
    may_end = may_change and not ended and ends(by, each.role)
    return {
        "title": role_name(each),
        "dates": held(each),
        "end_url": reverse("end_role", args=[each.person_id, each.pk]) if may_end else "",
    }


@power("people.edit")
@ask
def details(request: Request, pk: int) -> HttpResponse:
    found = find_person(request, pk)
    form = Details(request.person, found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.change_person(request.person, found, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Their details are saved.")
            return redirect("person", pk=pk)
    context = {
        "form": form,
        "title": f"Change details of {found.name}",
        "lead": actions.OWN_NAME if found == request.person else "" if "address" in form.fields else ADDRESS_KEPT,
        "button_text": "Save",
        "back_url": reverse("person", args=[pk]),
    }
    return render(request, "question.html", context, status=422 if form.errors else 200)


@power("address.change")
@ask
def address(request: Request, pk: int) -> HttpResponse:
    """Where the school writes to somebody who leads it, for those who change nothing else of them."""
    found = find_person(request, pk)
    if not changes_address(request.person, found):
        raise Http404
    form = NewAddress(request.POST if request.method == "POST" else None, initial={"address": found.address})
    if form.is_valid():
        actions.change_person(request.person, found, address=form.cleaned_data["address"])
        messages.success(request, f"The school writes to {found.name} at {found.write_to()} now.")
        return redirect("person", pk=pk)
    context = {
        "form": form,
        "title": f"Change where the school writes to {found.name}",
        "button_text": "Save",
        "back_url": reverse("person", args=[pk]),
    }
    return render(request, "question.html", context, status=422 if form.errors else 200)


@power("people.edit")
@ask
def manager(request: Request, pk: int) -> HttpResponse:
    found = find_person(request, pk)
    back = reverse("person", args=[pk])
    if request.method == "POST" and "nobody" in request.POST:
        actions.change_person(request.person, found, manager=None)
        messages.success(request, f"{found.name} has no line manager now.")
        return redirect(back)
    picking = Picking(
        request,
        holding(request.person.school, Role.STAFF).exclude(Q(pk=found.pk) | Q(pk=found.manager_id)),
        title=f"Who is {found.name}’s line manager?",
        label="Staff",
        button="Save",
        back_url=back,
        nobody=f"{found.name} has no line manager" if found.manager_id else "",
    )
    if picking.done():
        try:
            actions.change_person(request.person, found, manager=picking.chosen[0])
        except Refused as refused:
            picking.refuse(str(refused))
        else:
            messages.success(request, f"{picking.chosen[0].name} is {found.name}’s line manager now.")
            return redirect(back)
    return picking.answer()


@power("people.remove")
@ask
def remove_person(request: Request, pk: int) -> HttpResponse:
    found = find_person(request, pk)
    if request.method == "POST":
        actions.remove_person(request.person, found)
        messages.success(request, f"{found.name} has no role at this school any more. It is closed to them now.")
        return redirect("people")
    return render(request, "community/remove_person.html", {"found": found})
