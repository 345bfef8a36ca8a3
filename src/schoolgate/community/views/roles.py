"""Giving somebody a role, and ending it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from schoolgate.community.actions import roles as actions
from schoolgate.community.change import Refused
from schoolgate.community.forms import AssignRole, EndRole
from schoolgate.community.models import Person, RoleHolding
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.roles import Role
from schoolgate.community.views.asking import ask
from schoolgate.community.views.common import find_person
from schoolgate.community.words import role_name


@power("role.change")
@ask
def assign_role(request: Request, pk: int) -> HttpResponse:
    found = find_person(request, pk)
    form = AssignRole(request.person, found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        seen = request.POST.get("seen", "")
        written = actions.to_vouch_for(found, form.cleaned_data["role"])
        if written and seen != found.write_to() and actions.gives(request.person, form.cleaned_data["role"]):
            return _look_at_address(request, found, form.cleaned_data["role"], written)
        try:
            given = actions.assign_role(request.person, found, **form.cleaned_data, seen=seen)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{found.name} has a new role: {role_name(given).lower()}.")
            return redirect("person", pk=pk)
    context = {
        "form": form,
        "title": f"Give {found.name} another role",
        "button_text": "Give this role",
        "back_url": reverse("person", args=[pk]),
    }
    return render(request, "question.html", context, status=422 if form.errors else 200)


def _look_at_address(request: Request, found: Person, role: str, written: str) -> HttpResponse:
    """Where somebody would sign in, for whoever gives them the role to know that it is theirs."""
    sent = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    context = {
        "title": f"Is this {found.name}’s own address?",
        "lead": f"Whoever reads what is sent there can have the role of {Role(role).label}. If you do not know the "
        "address, ask them, and have it changed before you give them this role. Links that they were sent before stop "
        "working, so invite them again if they have not signed in yet.",
        "rows": [
            ("They sign in with" if found.email() else "The school writes to", found.write_to()),
            ("Who wrote it down", written),
        ],
        "hidden": [each for each in sent if each[0] not in ("csrfmiddlewaretoken", "seen")]
        + [("seen", found.write_to())],
        "button_text": "It is theirs: give this role",
        "back_url": reverse("person", args=[found.pk]),
    }
    return render(request, "community/look_at_address.html", context)


@power("role.change")
@ask
def end_role(request: Request, pk: int, holding: int) -> HttpResponse:
    held = get_object_or_404(RoleHolding.objects.of(request.person.school).filter(person=pk), pk=holding)
    form = EndRole(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.end_role(request.person, held, form.to_date())
        except Refused as refused:
            if not form.cleaned_data["last_day"]:
                raise
            form.add_error("last_day", str(refused))
        else:
            when = "has a last day now" if form.to_date() else "no longer has that role"
            messages.success(request, f"{held.person.name} {when}.")
            return redirect("person", pk=pk)
    context = {"found": held.person, "title": role_name(held), "form": form}
    return render(request, "community/end_role.html", context, status=422 if form.errors else 200)
