"""The people pages, and the page that asks which school you are here for."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schoolgate.community.actions import joining
from schoolgate.community.actions import people as people_actions
from schoolgate.community.actions import roles as role_actions
from schoolgate.community.change import Refused
from schoolgate.community.forms import AddPerson, AssignRole, ChooseSchool, FindPeople, heading
from schoolgate.community.middleware import CHOSEN
from schoolgate.community.models import Account, Person, RoleHolding
from schoolgate.community.powers import ACCOUNT, holds, power
from schoolgate.community.request import AnyRequest, Request
from schoolgate.community.roles import GRANTED_BY

ask = require_http_methods(["GET", "HEAD", "POST"])


@power(ACCOUNT)
@ask
def choose_school(request: AnyRequest) -> HttpResponse:
    form = ChooseSchool(request.persons, request.POST if request.method == "POST" else None)
    if form.is_valid():
        request.session[CHOSEN] = int(form.cleaned_data["person"])
        return redirect("/")
    context = {"form": form, "offers": _account(request).offers()}
    return render(request, "community/choose_school.html", context, status=422 if form.errors else 200)


@power(ACCOUNT)
@require_POST
def accept_school(request: AnyRequest, pk: int) -> HttpResponse:
    offered = _offer(request, pk)
    joining.accept(_account(request), offered)
    request.session[CHOSEN] = offered.pk
    messages.success(request, f"You belong to {offered.school.name} now, and are here for it.")
    return redirect("/")


@power(ACCOUNT)
@require_POST
def decline_school(request: AnyRequest, pk: int) -> HttpResponse:
    offered = _offer(request, pk)
    joining.decline(_account(request), offered)
    messages.success(request, f"{offered.school.name} is not added to your account.")
    return redirect("/")


def _account(request: AnyRequest) -> Account:
    return cast(Account, request.user)


def _offer(request: AnyRequest, pk: int) -> Person:
    offer = next((one for one in _account(request).offers() if one.pk == pk), None)
    if offer is None:
        raise Http404
    return offer


@power("people.see")
@require_safe
def people(request: Request) -> HttpResponse:
    form = FindPeople(request.GET)
    page = Paginator(_found(request.person, form), 50).get_page(request.GET.get("page"))
    rows = [
        [
            {"text": one.name, "url": reverse("person", args=[one.pk])},
            ", ".join(heading(role) for role in one.held()) or "No role now",
            "Yes" if one.account_id or one.offered_to_id else "No",
        ]
        for one in page
    ]
    context = {
        "form": form,
        "page": page,
        "columns": ["Name", "Role", "Signs in"],
        "rows": rows,
        "may_add": holds(request.person, "people.add"),
    }
    return render(request, "community/people.html", context)


def _found(by: Person, form: FindPeople) -> QuerySet[Person]:
    found = Person.objects.of(by.school).prefetch_related("holdings")
    wanted = form.cleaned_data if form.is_valid() else {}
    if name := wanted.get("name"):
        found = found.filter(name__icontains=name)
    if role := wanted.get("role"):
        today = timezone.localdate()
        held = RoleHolding.objects.of(by.school).filter(role=role, from_date__lte=today).exclude(to_date__lte=today)
        found = found.filter(pk__in=held.values("person"))
    return found


@power("people.add")
@ask
def add_person(request: Request) -> HttpResponse:
    by = request.person
    form = AddPerson(by, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            new = people_actions.add_person(by, by.school, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _welcome(new))
            return redirect("person", pk=new.pk)
    context = {"form": form, "title": "Add somebody", "button_text": "Add them", "back_url": reverse("people")}
    return render(request, "question.html", context, status=422 if form.errors else 200)


def _welcome(new: Person) -> str:
    added = f"{new.name} is in the list of people now."
    if not new.email():
        return added
    # The same for everybody: whether another school knows the address is not for this one to learn.
    return (
        f"{added} To sign in with a first password, they choose “I have forgotten my password” and follow the link. "
        "If they sign in for another school already, we ask them whether to add yours."
    )


@power("people.see")
@require_safe
def person(request: Request, pk: int) -> HttpResponse:
    by, found = request.person, _find(request, pk)
    own = found == by
    may_change = holds(by, "role.change") and not own
    context = {
        "found": found,
        "own": own,
        "rows": [("Signs in with", found.email() or "Does not sign in")],
        "holdings": [_holding(by, held, may_change) for held in found.holdings.order_by("-from_date")],
        "may_change": may_change,
        "may_remove": holds(by, "people.remove") and not own and bool(found.held()),
    }
    return render(request, "community/person.html", context)


@power("role.change")
@ask
def assign_role(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    form = AssignRole(request.person, found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            role_actions.assign_role(request.person, found, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{found.name} has a new role: {heading(form.cleaned_data['role']).lower()}.")
            return redirect("person", pk=pk)
    context = {
        "form": form,
        "title": f"Give {found.name} another role",
        "button_text": "Give this role",
        "back_url": reverse("person", args=[pk]),
    }
    return render(request, "question.html", context, status=422 if form.errors else 200)


@power("role.change")
@ask
def end_role(request: Request, pk: int, holding: int) -> HttpResponse:
    held = get_object_or_404(RoleHolding.objects.of(request.person.school).filter(person=pk), pk=holding)
    if request.method == "POST":
        role_actions.end_role(request.person, held)
        messages.success(request, f"{held.person.name} no longer has that role.")
        return redirect("person", pk=pk)
    return render(request, "community/end_role.html", {"found": held.person, "title": heading(held.role)})


@power("people.remove")
@ask
def remove_person(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    if request.method == "POST":
        people_actions.remove_person(request.person, found)
        messages.success(request, f"{found.name} has no role at this school any more. It is closed to them now.")
        return redirect("people")
    return render(request, "community/remove_person.html", {"found": found})


def _find(request: Request, pk: int) -> Person:
    return get_object_or_404(Person.objects.of(request.person.school), pk=pk)


def _holding(by: Person, held: RoleHolding, may_change: bool) -> dict[str, Any]:
    ended = held.to_date is not None and held.to_date <= timezone.localdate()
    until = f" until {date_format(held.to_date)}" if held.to_date else ""
    may_end = may_change and not ended and bool(GRANTED_BY[held.role] & by.roles())
    return {
        "title": heading(held.role),
        "dates": f"From {date_format(held.from_date)}{until}",
        "end_url": reverse("end_role", args=[held.person_id, held.pk]) if may_end else "",
    }
