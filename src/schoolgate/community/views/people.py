"""The list of a school's people, and adding somebody to it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.community.actions import people as actions
from schoolgate.community.change import Refused
from schoolgate.community.finding import find
from schoolgate.community.forms import AddPerson, FindPeople
from schoolgate.community.models import Group, Membership, Person
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.roles import Role
from schoolgate.community.views.asking import ask
from schoolgate.community.words import role_name, without_role, year_label

ON_A_PAGE = 50


@power("people.see")
@require_safe
def people(request: Request) -> HttpResponse:
    by = request.person
    form = FindPeople(by, request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = find(Person.objects.of(by.school), by.school, wanted)
    page = Paginator(_with_classes(by, found), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "columns": ["Name", "Role", "Year and class", "Signs in"],
        "rows": [_row(one) for one in page],
        "may_add": holds(by, "people.add"),
    }
    return render(request, "community/people.html", context)


def _with_classes(by: Person, found: QuerySet[Person]) -> QuerySet[Person]:
    classes = Membership.objects.of(by.school).filter(group__kind=Group.Kind.CLASS, group__ended_on=None)
    return found.prefetch_related("holdings", Prefetch("memberships", classes.select_related("group")))


def _row(one: Person) -> list[object]:
    today = timezone.localdate()
    roles = [held for held in one.holdings.all() if held.runs(today)]
    year = year_label(one.year) if any(held.role == Role.PUPIL for held in roles) else ""
    classes = [membership.group.name for membership in one.memberships.all()]
    return [
        {"text": one.name, "url": reverse("person", args=[one.pk])},
        ", ".join(role_name(held) for held in roles) or without_role(one),
        ", ".join(dict.fromkeys(part for part in (year, *classes) if part)),
        "Yes" if one.account_id or one.offered_to_id else "No",
    ]


@power("people.add")
@ask
def add_person(request: Request) -> HttpResponse:
    by = request.person
    form = AddPerson(by, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            new = actions.add_person(by, by.school, **form.cleaned_data)
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
        f"{added} If they are to sign in, invite them from this page. "
        "If they sign in for another school already, we ask them whether to add yours."
    )
