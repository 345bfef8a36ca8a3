"""Signing at the desk: choose or write down who it is, hand the screen over, done."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.community.change import Refused
from schoolgate.community.handing import hand_over, open_meanwhile, take_back, way_back
from schoolgate.community.models import Person
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.community.words import role_name, without_role
from schoolgate.duties.agreements.actions import at_desk
from schoolgate.duties.agreements.changes import since_answered
from schoolgate.duties.agreements.forms import DeskForm, FindForm
from schoolgate.duties.agreements.models import AgreementText, Signature
from schoolgate.duties.agreements.rounds import Round
from schoolgate.duties.agreements.standing import round_of
from schoolgate.duties.agreements.views.page import answer, decline_page, shown
from schoolgate.duties.owing import asked as what_is_asked

POWER = at_desk.POWER
COLUMNS = ["Name", "Is", "Written down", "Agreement"]
SAME = 20


@power(POWER)
@require_safe
def desk(request: Request) -> HttpResponse:
    """Who may sign here: find them, or write them down."""
    form = FindForm(request.GET)
    found = at_desk.people_at_desk(request.person.school).prefetch_related("holdings")
    if form.is_valid() and (name := form.cleaned_data["name"]):
        found = found.filter(name__icontains=name)
    page = Paginator(found, 20).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": _rows(request, list(page)), "columns": COLUMNS}
    return render(request, "agreements/desk.html", context)


def _rows(request: Request, people: list[Person]) -> list[list[Any]]:
    rounds, today = at_desk.rounds_of(request.person.school, people), timezone.localdate()
    return [
        [
            {"text": one.name, "url": reverse("agreement_desk_person", args=[one.pk])},
            ", ".join(role_name(held) for held in one.holdings.all() if held.runs(today)) or without_role(one),
            f"{one.added_on:%-d %B %Y}",
            _stands(rounds.get(one.pk)),
        ]
        for one in people
    ]


def _stands(now: Round | None) -> Any:
    """Where somebody stands with their agreement; None for whom there is none."""
    if now is None:
        return "Nothing to sign"
    if now.answer is None:
        return {"tag": "Not yet", "colour": "yellow"}
    said = "Signed" if now.answer.signed else "Declined"
    return {"tag": f"{said} {now.answer.on:%-d %B %Y}", "colour": "green" if now.answer.signed else "orange"}


@power(POWER)
@ask
def desk_add(request: Request) -> HttpResponse:
    """Write down somebody who has come."""
    form = DeskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            another = "another" in request.POST
            person = at_desk.add_at_desk(request.person, **form.cleaned_data, another=another)
        except at_desk.WrittenDownError:
            return _same_name(request, form)
        except Refused as refused:
            form.add_error("until", str(refused))
        else:
            return redirect("agreement_desk_person", pk=person.pk)
    context = {"form": form, "title": "Who has come?", "back_url": reverse("agreement_desk")}
    return render(request, "question.html", context, status=422 if form.errors else 200)


def _same_name(request: Request, form: DeskForm) -> HttpResponse:
    """Ask whether it is somebody who is on the list already."""
    name = form.cleaned_data["name"]
    found = at_desk.of_name(request.person.school, name).prefetch_related("holdings")[:SAME]
    sent = [(key, value) for key, value in form.data.items() if key in form.fields or key.startswith("until_")]
    context = {"name": name, "rows": _rows(request, list(found)), "columns": COLUMNS, "sent": sent}
    return render(request, "agreements/desk_same_name.html", context)


def _at_desk(request: Request, pk: int) -> tuple[Person, AgreementText | None]:
    person = get_object_or_404(at_desk.people_at_desk(request.person.school), pk=pk)
    return person, at_desk.text_for(person)


@power(POWER)
@ask
def desk_person(request: Request, pk: int) -> HttpResponse:
    """Hand the screen over to somebody: from then on it shows the words, until it is back."""
    person, text = _at_desk(request, pk)
    if text is None:
        return render(request, "agreements/desk_nothing.html", {"person": person})
    given = _given(person, text)
    if request.method == "POST" and not (given and given.signed):
        hand_over(request, _paths(pk))
        return redirect("agreement_desk_words", pk=pk)
    return render(request, "agreements/desk_person.html", shown(text) | {"person": person, "given": given})


def _given(person: Person, text: AgreementText) -> Signature | None:
    """What they answered to it, in the round that runs."""
    now = round_of(person, text, what_is_asked(person.school, timezone.localdate()))
    return Signature.objects.of(person.school).filter(pk=now.answer.pk).first() if now.answer else None


def _paths(pk: int) -> list[str]:
    """What is open while somebody has the screen."""
    theirs = [reverse(name, args=[pk]) for name in ("agreement_desk_words", "agreement_desk_decline")]
    return [*theirs, reverse("agreement_desk_done"), reverse("agreement_desk_back")]


def _handed_over(request: Request, pk: int) -> tuple[Person, AgreementText] | None:
    """Whom the screen was handed to, and what they sign; None where it was not, or there is nothing for them now."""
    if request.path not in open_meanwhile(request):
        return None
    person = at_desk.people_at_desk(request.person.school).filter(pk=pk).first()
    text = at_desk.text_for(person) if person else None
    return (person, text) if person and text else None


def _elsewhere(request: Request, pk: int) -> HttpResponse:
    if open_meanwhile(request):
        return redirect("agreement_desk_done")
    person, _ = _at_desk(request, pk)
    return redirect("agreement_desk_person", pk=person.pk)


@power(POWER)
@ask
def desk_words(request: Request, pk: int) -> HttpResponse:
    """The words on the whole screen, for the one who signs; they tap."""
    if (handed := _handed_over(request, pk)) is None:
        return _elsewhere(request, pk)
    person, text = handed
    seen = request.POST.get("shown", "")
    act = lambda: at_desk.sign_at_desk(request.person, person, text, seen)  # noqa: E731
    if request.method == "POST":
        return answer(request, request.path, reverse("agreement_desk_done"), act)
    context = shown(text) | {"person": person, "given": _given(person, text), "by": request.person}
    context["changes"] = since_answered(text, [person.pk])
    return render(request, "agreements/desk_words.html", context)


@power(POWER)
@ask
def desk_decline(request: Request, pk: int) -> HttpResponse:
    """They do not agree, and say why."""
    if (handed := _handed_over(request, pk)) is None:
        return _elsewhere(request, pk)
    person, text = handed
    up, done = reverse("agreement_desk_words", args=[pk]), reverse("agreement_desk_done")
    act = lambda seen, reason: at_desk.decline_at_desk(request.person, person, text, seen, reason)  # noqa: E731
    return decline_page(request, text, up, done, act, "agreements/desk_decline.html")


@power(POWER)
@require_safe
def desk_done(request: Request) -> HttpResponse:
    """Hand the screen back."""
    return render(request, "agreements/desk_done.html")


@power(POWER)
@require_safe
def desk_back(request: Request) -> HttpResponse:
    """The screen is back: whoever signed in shows that it is them."""
    if take_back(request):
        return redirect("agreement_desk")
    way = way_back(request, reverse("agreement_desk_back"))
    return redirect(way) if way else render(request, "agreements/desk_sign_out.html")
