"""Somebody's own page, and what they were told."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from schoolgate.community import about, moments
from schoolgate.community.actions import notices as actions
from schoolgate.community.models import Notice
from schoolgate.community.notices import unseen
from schoolgate.community.powers import SIGNED_IN, holds, power
from schoolgate.community.request import Request
from schoolgate.community.today import Task
from schoolgate.community.words import held, role_name

ON_A_PAGE = 20


@power(SIGNED_IN)
@require_safe
def you(request: Request) -> HttpResponse:
    person = request.person
    roles = [(role_name(each), held(each)) for each in person.holdings.all() if each.role in person.held()]
    rows = [("Name", person.name), ("You sign in with", person.email()), *about.rows(person), *roles]
    if person.manager:
        rows.append(("Your line manager", person.manager.name))
    context = {
        "person": person,
        "rows": rows,
        "family": about.family(person),
        "classes": about.classes(person),
        "away": about.away(person),
        "sees_classes": holds(person, "class.see"),
        "may_be_away": holds(person, "absence.own"),
    }
    return render(request, "community/you.html", context)


@power(SIGNED_IN)
@require_safe
def notices(request: Request) -> HttpResponse:
    mine = Notice.objects.of(request.person.school).filter(person=request.person)
    page = Paginator(mine.order_by("-at", "-pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    tasks = [
        Task(
            one.words,
            reverse("notice", args=[one.pk]),
            moments.at(one.at),
            "" if one.seen_at else "New",
        )
        for one in page
    ]
    context = {"page": page, "tasks": tasks, "unseen": unseen(request.person).exists()}
    return render(request, "community/notices.html", context)


@power(SIGNED_IN)
@require_safe
def notice(request: Request, pk: int) -> HttpResponse:
    """Where a notice leads. Opening it is seeing it; opening it again changes nothing."""
    mine = Notice.objects.of(request.person.school).filter(person=request.person)
    found = get_object_or_404(mine, pk=pk)
    if request.method == "GET":
        actions.see(request.person, found)
    return redirect(found.url)


@power(SIGNED_IN)
@require_POST
def notices_seen(request: Request) -> HttpResponse:
    actions.see_all(request.person)
    messages.success(request, "All of it is marked as seen.")
    return redirect("notices")
