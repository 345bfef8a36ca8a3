"""The people who run the school's official accounts."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.community.actions import groups as actions
from schoolgate.community.change import Refused
from schoolgate.community.finding import holding
from schoolgate.community.models import Group, Membership
from schoolgate.community.picking import Picking
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.roles import Role
from schoolgate.community.views.asking import ask
from schoolgate.community.views.groups import out


@power("class.see")
@require_safe
def team(request: Request) -> HttpResponse:
    members = _members(request).select_related("person").order_by("person__name")
    context = {"members": members, "may_change": holds(request.person, "team.change")}
    return render(request, "community/team.html", context)


@power("team.change")
@ask
def team_add(request: Request) -> HttpResponse:
    by = request.person
    adults = holding(by.school, Role.STAFF, Role.GOVERNOR, Role.TECHNICIAN, Role.VOLUNTEER, Role.CONTRACTOR)
    picking = Picking(
        request,
        adults.exclude(pk__in=_members(request).values("person")).exclude(pk=by.pk),
        title="Who runs the school’s official accounts?",
        label="People",
        button="Add them",
        back_url=reverse("team"),
        many=True,
    )
    if picking.done():
        try:
            added = actions.put_in_team(by, by.school, picking.chosen)
        except Refused as refused:
            picking.refuse(str(refused))
        else:
            messages.success(request, f"{added} added to the team.")
            return redirect("team")
    return picking.answer()


@power("team.change")
@ask
def team_out(request: Request, pk: int) -> HttpResponse:
    return out(request, get_object_or_404(_members(request), pk=pk), reverse("team"))


def _members(request: Request) -> QuerySet[Membership]:
    running = Group.objects.of(request.person.school).filter(kind=Group.Kind.ACCOUNT_ADMINS, ended_on=None)
    return Membership.objects.of(request.person.school).filter(group__in=running)
