"""Saying that somebody is away, and that they are back: oneself, and others."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from schoolgate.community.actions import absences as actions
from schoolgate.community.change import Refused
from schoolgate.community.forms import Days
from schoolgate.community.models import Absence, Person
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.community.views.common import find_person
from schoolgate.community.words import days


@power("absence.own")
@ask
def you_away(request: Request) -> HttpResponse:
    return _away(request, request.person, "When are you away?", reverse("you"))


@power("absence.change")
@ask
def person_away(request: Request, pk: int) -> HttpResponse:
    found = find_person(request, pk)
    actions.may_say(request.person, found)
    return _away(request, found, f"When is {found.name} away?", reverse("person", args=[pk]))


def _away(request: Request, person: Person, title: str, back: str) -> HttpResponse:
    form = Days(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            said = actions.say_away(request.person, person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("first_day", str(refused))
        else:
            messages.success(request, f"Written down as away: {days(said.first_day, said.last_day)}.")
            return redirect(back)
    lead = "What would come to the one who is away goes to the next person on these days."
    context = {"form": form, "title": title, "lead": lead, "button_text": "Save", "back_url": back}
    return render(request, "question.html", context, status=422 if form.errors else 200)


@power("absence.own")
@ask
def you_back(request: Request, absence: int) -> HttpResponse:
    return _back(request, _find(request, request.person.pk, absence), reverse("you"))


@power("absence.change")
@ask
def person_back(request: Request, pk: int, absence: int) -> HttpResponse:
    return _back(request, _find(request, pk, absence), reverse("person", args=[pk]))


def _find(request: Request, person: int, absence: int) -> Absence:
    mine = Absence.objects.of(request.person.school).filter(person=person)
    return get_object_or_404(mine.select_related("person__school"), pk=absence)


def _back(request: Request, absence: Absence, back: str) -> HttpResponse:
    if request.method == "POST":
        actions.say_back(request.person, absence)
        messages.success(request, "Those days are no longer written down as away.")
        return redirect(back)
    context = {
        "title": f"Not away on {days(absence.first_day, absence.last_day)}?",
        "lead": "From today on, questions and tasks come to the same person as before.",
        "button_text": "Not away",
        "back_url": back,
    }
    return render(request, "community/sure.html", context)
