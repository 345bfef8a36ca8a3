"""Signing at the desk: choose or write down who it is, hand the screen over, done."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.roles import Role
from schoolgate.duties.agreements.actions import at_desk
from schoolgate.duties.agreements.forms import DeskForm, FindForm
from schoolgate.duties.agreements.models import AgreementText, Signature
from schoolgate.duties.agreements.standing import round_of
from schoolgate.duties.agreements.views.page import answer, ask, decline_page, shown
from schoolgate.duties.owing import asked as what_is_asked

POWER = at_desk.POWER


@power(POWER)
@require_safe
def desk(request: Request) -> HttpResponse:
    """Who may sign here: find them, or write them down."""
    form = FindForm(request.GET)
    found = at_desk.people_at_desk(request.person.school).prefetch_related("holdings")
    if form.is_valid() and (name := form.cleaned_data["name"]):
        found = found.filter(name__icontains=name)
    page = Paginator(found, 20).get_page(request.GET.get("page"))
    rows = [[{"text": one.name, "url": reverse("agreement_desk_person", args=[one.pk])}, _what(one)] for one in page]
    context = {"form": form, "page": page, "rows": rows, "columns": ["Name", "Is"]}
    return render(request, "agreements/desk.html", context)


def _what(person: Person) -> str:
    labels = [str(Role(role).label) for role in person.held()]
    return ", ".join(labels).capitalize() or "Visitor"


@power(POWER)
@ask
def desk_add(request: Request) -> HttpResponse:
    """Write down somebody who has come."""
    form = DeskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person = at_desk.add_at_desk(request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("until", str(refused))
        else:
            return redirect("agreement_desk_person", pk=person.pk)
    context = {"form": form, "title": "Who has come?", "back_url": reverse("agreement_desk")}
    return render(request, "question.html", context, status=422 if form.errors else 200)


def _at_desk(request: Request, pk: int) -> tuple[Person, AgreementText | None]:
    person = get_object_or_404(at_desk.people_at_desk(request.person.school), pk=pk)
    return person, at_desk.text_for(person)


@power(POWER)
@ask
def desk_person(request: Request, pk: int) -> HttpResponse:
    """The words on the whole screen, for the one who signs; they tap."""
    person, text = _at_desk(request, pk)
    if text is None:
        return render(request, "agreements/desk_nothing.html", {"person": person})
    now = round_of(person, text, what_is_asked(person.school, timezone.localdate()))
    given = Signature.objects.of(person.school).filter(pk=now.answer.pk).first() if now.answer else None
    up = reverse("agreement_desk_person", args=[pk])
    seen = request.POST.get("shown", "")
    act = lambda: at_desk.sign_at_desk(request.person, person, text, seen)  # noqa: E731
    context = shown(text) | {"person": person, "given": given, "by": request.person}
    if request.method == "POST":
        return answer(request, up, reverse("agreement_desk_done"), act)
    return render(request, "agreements/desk_person.html", context)


@power(POWER)
@ask
def desk_decline(request: Request, pk: int) -> HttpResponse:
    """They do not agree, and say why."""
    person, text = _at_desk(request, pk)
    if text is None:
        return redirect("agreement_desk_person", pk=pk)
    up, done = reverse("agreement_desk_person", args=[pk]), reverse("agreement_desk_done")
    act = lambda seen, reason: at_desk.decline_at_desk(request.person, person, text, seen, reason)  # noqa: E731
    return decline_page(request, text, up, done, act)


@power(POWER)
@require_safe
def desk_done(request: Request) -> HttpResponse:
    """Hand the screen back."""
    return render(request, "agreements/desk_done.html", {"told": list(messages.get_messages(request))})
