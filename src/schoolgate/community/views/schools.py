"""The page that asks which school you are here for, and whether you belong to another."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from schoolgate.community.actions import joining
from schoolgate.community.forms import ChooseSchool
from schoolgate.community.middleware import CHOSEN
from schoolgate.community.models import Account, Person
from schoolgate.community.powers import ACCOUNT, power
from schoolgate.community.request import AnyRequest
from schoolgate.community.views.asking import ask


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
