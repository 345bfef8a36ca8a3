"""Who is whose family: adding a link and ending it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from schoolgate.community.actions import families as actions
from schoolgate.community.change import Refused
from schoolgate.community.finding import here, holding
from schoolgate.community.forms import FamilyKind
from schoolgate.community.models import FamilyLink
from schoolgate.community.picking import Picking
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.roles import Role
from schoolgate.community.views.asking import ask
from schoolgate.community.views.common import find_person


@power("family.change")
@ask
def add(request: Request, pk: int) -> HttpResponse:
    found, by = find_person(request, pk), request.person
    is_pupil = Role.PUPIL in found.held()
    pupils = holding(by.school, Role.PUPIL)
    linked = FamilyLink.objects.of(by.school).filter(Q(adult=found) | Q(child=found))
    known = {number for pair in linked.values_list("adult", "child") for number in pair}
    among = here(by.school).exclude(pk__in=pupils.values("pk")) if is_pupil else pupils
    back = reverse("person", args=[pk])
    picking = Picking(
        request,
        among.exclude(pk__in=known | {by.pk, found.pk}),
        title=f"Who is {found.name}’s parent or relative?" if is_pupil else f"Which child is family of {found.name}?",
        label="Adults" if is_pupil else "Pupils",
        button="Add this link",
        back_url=back,
        lead="A parent or carer signs and answers for the child. Rules about pupils are different for family.",
        extra=FamilyKind(request.POST if request.method == "POST" else None),
    )
    if picking.done() and picking.extra:
        other = picking.chosen[0]
        adult, child = (other, found) if is_pupil else (found, other)
        try:
            actions.link(by, adult, child, picking.extra.cleaned_data["kind"])
        except Refused as refused:
            picking.refuse(str(refused))
        else:
            messages.success(request, f"{adult.name} and {child.name} are linked as a family.")
            return redirect(back)
    return picking.answer()


@power("family.change")
@ask
def end(request: Request, pk: int, link: int) -> HttpResponse:
    links = FamilyLink.objects.of(request.person.school).filter(Q(adult=pk) | Q(child=pk))
    found = get_object_or_404(links.select_related("adult", "child__school"), pk=link)
    back = reverse("person", args=[pk])
    if request.method == "POST":
        actions.unlink(request.person, found)
        messages.success(request, f"{found.adult.name} and {found.child.name} are no longer linked.")
        return redirect(back)
    context = {
        "title": f"End the link between {found.adult.name} and {found.child.name}?",
        "lead": "Do this when it was wrong, or is no longer so. A role as a parent ends on that person’s own page.",
        "button_text": "End this link",
        "back_url": back,
    }
    return render(request, "community/sure.html", context)
