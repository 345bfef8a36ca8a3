"""Classes, and the team that runs the official accounts."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.community.actions import groups as actions
from schoolgate.community.change import Refused
from schoolgate.community.finding import holding
from schoolgate.community.forms import GroupName
from schoolgate.community.models import Group, Membership
from schoolgate.community.picking import Picking
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.roles import Role
from schoolgate.community.views.asking import ask
from schoolgate.community.words import year_label
from schoolgate.community.years import years

ON_A_PAGE = 50


@power("class.see")
@require_safe
def classes(request: Request) -> HttpResponse:
    by = request.person
    leaders = Membership.objects.of(by.school).filter(leads=True).select_related("person").order_by("person__name")
    running = Group.objects.of(by.school).filter(kind=Group.Kind.CLASS, ended_on=None)
    running = running.annotate(pupils=Count("memberships", filter=Q(memberships__leads=False)))
    running = running.prefetch_related(Prefetch("memberships", leaders, to_attr="leaders")).order_by("name", "pk")
    page = Paginator(running, ON_A_PAGE).get_page(request.GET.get("page"))
    counts = holding(by.school, Role.PUPIL).exclude(year="").order_by().values_list("year").annotate(Count("pk"))
    pupils = dict(counts)
    context = {
        "page": page,
        "columns": ["Class", "Teachers", "Pupils"],
        "rows": [
            [
                {"text": group.name, "url": reverse("class", args=[group.pk])},
                ", ".join(membership.person.name for membership in group.leaders) or "None yet",
                group.pupils,
            ]
            for group in page
        ],
        "year_columns": ["Year group", "Pupils"],
        "years": [(year_label(year), pupils[year]) for year in years() if year in pupils],
        "may_change": holds(by, "class.change"),
        "may_move": holds(by, "year.move"),
    }
    return render(request, "community/classes.html", context)


@power("class.see")
@require_safe
def one_class(request: Request, pk: int) -> HttpResponse:
    by, group = request.person, _find(request, pk)
    members = Membership.objects.of(by.school).filter(group=group).select_related("person").order_by("person__name")
    parts = [
        {
            "title": "Teachers",
            "members": [one for one in members if one.leads],
            "none": "No teacher yet.",
            "button": "Add teachers",
            "url": reverse("class_teachers", args=[pk]),
        },
        {
            "title": "Pupils",
            "members": [one for one in members if not one.leads],
            "none": "No pupils yet.",
            "button": "Add pupils",
            "url": reverse("class_pupils", args=[pk]),
        },
    ]
    may_change = holds(by, "class.change") and group.ended_on is None
    context = {"group": group, "parts": parts, "may_change": may_change, "may_see": holds(by, "people.see")}
    return render(request, "community/group.html", context)


@power("class.change")
@ask
def class_add(request: Request) -> HttpResponse:
    return _named(request, None)


@power("class.change")
@ask
def class_name(request: Request, pk: int) -> HttpResponse:
    return _named(request, _find(request, pk))


def _named(request: Request, group: Group | None) -> HttpResponse:
    by = request.person
    sent = request.POST if request.method == "POST" else None
    form = GroupName(sent, initial={"name": group.name if group else ""})
    if form.is_valid():
        try:
            if group:
                actions.rename(by, group, form.cleaned_data["name"])
            else:
                group = actions.make(by, by.school, form.cleaned_data["name"])
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            return redirect("class", pk=group.pk)
    back = reverse("class", args=[group.pk]) if group else reverse("classes")
    context = {"form": form, "button_text": "Save", "back_url": back}
    return render(request, "question.html", context, status=422 if form.errors else 200)


@power("class.change")
@ask
def class_end(request: Request, pk: int) -> HttpResponse:
    group = _find(request, pk)
    if request.method == "POST":
        actions.end(request.person, group)
        messages.success(request, f"The class {group.name} has ended.")
        return redirect("classes")
    context = {
        "title": f"End the class {group.name}?",
        "lead": "Its pupils and teachers stay at the school. Who was in it stays on record.",
        "button_text": "End this class",
        "back_url": reverse("class", args=[pk]),
    }
    return render(request, "community/sure.html", context)


@power("class.change")
@ask
def class_pupils(request: Request, pk: int) -> HttpResponse:
    return _fill(request, _find(request, pk), Role.PUPIL, leads=False)


@power("class.change")
@ask
def class_teachers(request: Request, pk: int) -> HttpResponse:
    return _fill(request, _find(request, pk), Role.STAFF, Role.CONTRACTOR, leads=True)


def _fill(request: Request, group: Group, *roles: str, leads: bool) -> HttpResponse:
    there = group.memberships.values("person")
    back = reverse("class", args=[group.pk])
    picking = Picking(
        request,
        holding(request.person.school, *roles).exclude(pk__in=there),
        title=f"Who teaches {group.name}?" if leads else f"Who is in {group.name}?",
        label="Staff" if leads else "Pupils",
        button="Add them",
        back_url=back,
        many=True,
    )
    if picking.done():
        try:
            added = actions.put_in(request.person, group, picking.chosen, leads=leads)
        except Refused as refused:
            picking.refuse(str(refused))
        else:
            messages.success(request, f"{added} added to {group.name}.")
            return redirect(back)
    return picking.answer()


@power("class.change")
@ask
def member_out(request: Request, pk: int, membership: int) -> HttpResponse:
    group = _find(request, pk)
    found = get_object_or_404(Membership.objects.of(request.person.school).filter(group=group), pk=membership)
    return out(request, found, reverse("class", args=[pk]))


def out(request: Request, membership: Membership, back: str) -> HttpResponse:
    """The step that takes somebody out of a group."""
    if request.method == "POST":
        actions.take_out(request.person, membership)
        messages.success(request, f"{membership.person.name} is no longer in {membership.group.name}.")
        return redirect(back)
    context = {
        "title": f"Take {membership.person.name} out of {membership.group.name}?",
        "lead": "They stay at the school. You can add them again.",
        "button_text": "Take them out",
        "back_url": back,
    }
    return render(request, "community/sure.html", context)


def _find(request: Request, pk: int) -> Group:
    return get_object_or_404(Group.objects.of(request.person.school).filter(kind=Group.Kind.CLASS), pk=pk)
