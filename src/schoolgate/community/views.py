"""The people pages, and the page that asks which school you are here for."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schoolgate.community.actions import people as people_actions
from schoolgate.community.actions import roles as role_actions
from schoolgate.community.change import Refused
from schoolgate.community.forms import AddPerson, AssignRole, roles_in_gift
from schoolgate.community.middleware import CHOSEN
from schoolgate.community.models import Account, Person, RoleHolding
from schoolgate.community.powers import ACCOUNT, holds, power
from schoolgate.community.request import AnyRequest, Request


@power(ACCOUNT)
@require_http_methods(["GET", "HEAD", "POST"])
def choose_school(request: AnyRequest) -> HttpResponse:
    assert isinstance(request.user, Account)
    persons = request.user.current_persons()
    error = ""
    if request.method == "POST":
        chosen = next((one for one in persons if str(one.pk) == request.POST.get("person")), None)
        if chosen:
            request.session[CHOSEN] = chosen.pk
            return redirect("/")
        error = "Choose a school"
    return render(
        request, "community/choose_school.html", {"persons": persons, "error": error}, status=422 if error else 200
    )


@power("people.see")
@require_safe
def people(request: Request) -> HttpResponse:
    found = Person.objects.of(request.person.school).prefetch_related("holdings").select_related("account")
    wanted = request.GET.get("name", "").strip()
    if wanted:
        found = found.filter(name__icontains=wanted)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(
        request,
        "community/people.html",
        {"page": page, "wanted": wanted, "may_add": holds(request.person, "people.add")},
    )


@power("people.add")
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: Request) -> HttpResponse:
    by = request.person
    form = AddPerson(by, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            new = people_actions.add_person(by, by.school, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{new.name} is in the list of people now.")
            return redirect("person", pk=new.pk)
    return render(request, "community/add_person.html", {"form": form}, status=422 if form.errors else 200)


@power("people.see")
@require_safe
def person(request: Request, pk: int) -> HttpResponse:
    return _person(request, _find(request, pk), None)


@power("role.change")
@require_POST
def assign_role(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    form = AssignRole(request.person, request.POST)
    if form.is_valid():
        try:
            role_actions.assign_role(request.person, found, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{found.name} has a new role.")
            return redirect("person", pk=pk)
    return _person(request, found, form)


@power("role.change")
@require_POST
def end_role(request: Request, pk: int, holding: int) -> HttpResponse:
    held = get_object_or_404(RoleHolding.objects.of(request.person.school).filter(person=pk), pk=holding)
    role_actions.end_role(request.person, held)
    messages.success(request, f"{held.person.name} no longer has that role.")
    return redirect("person", pk=pk)


@power("people.remove")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_person(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    if request.method == "POST":
        people_actions.remove_person(request.person, found)
        messages.success(request, f"{found.name} has no role at this school any more, and is signed out.")
        return redirect("people")
    return render(request, "community/remove_person.html", {"found": found})


def _find(request: Request, pk: int) -> Person:
    return get_object_or_404(Person.objects.of(request.person.school), pk=pk)


def _person(request: Request, found: Person, form: AssignRole | None) -> HttpResponse:
    own = found == request.person
    may_change = holds(request.person, "role.change") and not own
    in_gift = {role for role, _ in roles_in_gift(request.person)}
    context = {
        "found": found,
        "form": (form or AssignRole(request.person)) if may_change else None,
        "holdings": found.holdings.order_by("-from_date"),
        "in_gift": in_gift if may_change else set(),
        "may_remove": holds(request.person, "people.remove") and not own,
        "own": own,
    }
    return render(request, "community/person.html", context, status=422 if form else 200)
