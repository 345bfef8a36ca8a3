"""The school asks families, sees who has not answered, and reminds them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.community.fields import DateField
from schoolgate.community.forms import year_choices
from schoolgate.community.models import Group, Person, School
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, asked_and_done, sent
from schoolgate.policy.views.asking import card
from schoolgate.publishing.consents import asking
from schoolgate.publishing.consents.actions import rounds as actions
from schoolgate.publishing.consents.models import Lasting, Round
from schoolgate.publishing.consents.reading import pupils
from schoolgate.publishing.consents.rounds import (
    about,
    asked_of,
    asking_clauses,
    never_answered,
    parents_of,
    unanswered,
)
from schoolgate.publishing.consents.words import data

POWER = "consent.ask"
ON_A_PAGE = 30
EVERYBODY = "all"


class AskForm(forms.Form):
    whom = forms.ChoiceField(label="Whose parents and carers?", error_messages={"required": "Choose whom you ask"})
    answer_by = DateField(label="By when should they answer?", what="the day by which they should answer")
    also_answered = forms.BooleanField(
        label="Ask those who have answered too, so that they can look at it again", required=False
    )

    def __init__(self, school: School, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        groups = Group.objects.of(school).filter(kind=Group.Kind.CLASS, ended_on=None)
        self.groups = {f"group:{group.pk}": group for group in groups}
        present = set(pupils(school).order_by().values_list("year", flat=True).distinct())
        years = [(f"year:{key}", label) for key, label in year_choices("", present) if key]
        classes = [(key, group.name) for key, group in self.groups.items()]
        self.fields["whom"].choices = [(EVERYBODY, "Every pupil"), *years, *classes]  # type: ignore[attr-defined]

    def scope(self) -> dict[str, Any]:
        kind, _, key = self.cleaned_data["whom"].partition(":")
        return {"year": key if kind == "year" else "", "group": self.groups.get(self.cleaned_data["whom"])}


class LastingForm(forms.Form):
    lasts = forms.ChoiceField(
        label="How long does a yes last?",
        help_text="This counts for what is answered from now on. Anybody can take back a yes at any time.",
        choices=[Choice(value, label) for value, label in Lasting.Choice.choices],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how long a yes lasts"},
    )


@power(POWER)
@require_safe
def rounds(request: Request) -> HttpResponse:
    """Whom the school has asked, the latest first, and how long a yes lasts here."""
    found = Round.objects.of(request.person.school).select_related("group")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [
        [
            {"text": about(one), "url": reverse("consent_round", args=[one.pk])},
            date_format(timezone.localdate(one.at)),
            date_format(one.answer_by),
        ]
        for one in page
    ]
    context = {"page": page, "rows": rows, "columns": ["Asked", "On", "Answer by"]}
    context["lasts"] = Lasting.Choice(asking.lasts(request.person.school)).label
    return render(request, "consents/rounds.html", context)


@power(POWER)
@require_safe
def silent(request: Request) -> HttpResponse:
    """Pupils about whom nobody has said anything, and the clauses that ask for it."""
    school, today = request.person.school, timezone.localdate()
    page = Paginator(never_answered(school).select_related("school"), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(list(page)),
        "columns": ["Pupil", "How to reach the family"],
        "clauses": [card(school, one) for one in asking_clauses(school, today)],
    }
    return render(request, "consents/silent.html", context)


@power(POWER)
@ask
def begin(request: Request) -> HttpResponse:
    """Whom to ask, and by when."""
    within = timedelta(days=data()["round"]["answer_within_days"])
    form = AskForm(request.person.school, sent(request), initial={"answer_by": timezone.localdate() + within})
    return asked_and_done(
        request,
        form,
        lambda given: actions.begin(
            request.person, given["answer_by"], also_answered=given["also_answered"], **form.scope()
        ),
        done="We are sending each parent and carer a link. Who has no email address gets a form on paper from you.",
        to=reverse("consent_rounds"),
        title="Ask families about pictures",
        lead="Each parent and carer who can be written to gets a link for each child. They need no account.",
        button="Ask them",
    )


@power(POWER)
@ask
def one(request: Request, pk: int) -> HttpResponse:
    """Who has not answered, and the button that reminds them."""
    rows = Round.objects.of(request.person.school).select_related("school", "group")
    round_ = get_object_or_404(rows, pk=pk)
    today = timezone.localdate()
    people = list(asked_of(round_).select_related("school"))
    left = unanswered(people, today)
    page = Paginator(left, ON_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "round": round_,
        "about": about(round_),
        "asked": len(people),
        "done_by": len(people) - len(left),
        "page": page,
        "rows": _rows(list(page)),
        "columns": ["Pupil", "How to reach the family"],
    }
    return asked_and_done(
        request,
        forms.Form(sent(request)),
        lambda _: actions.remind(request.person, round_),
        done="We are sending a new link to everybody who has not answered.",
        to=reverse("consent_round", args=[pk]),
        title=f"Pictures: {about(round_)}",
        back_url=reverse("consent_rounds"),
        template="consents/round.html",
        **context,
    )


def _rows(people: list[Person]) -> list[list[Any]]:
    written: dict[int, list[bool]] = {}
    for parent, child in parents_of(people, timezone.localdate()):
        written.setdefault(child.pk, []).append(bool(parent.write_to()))
    found: list[list[Any]] = []
    for person in people:
        ways = written.get(person.pk, [])
        words = "By email" if any(ways) else "On paper" if ways else "Nobody is written down for them"
        found.append([{"text": person.name, "url": reverse("consent_paper", args=[person.pk])}, words])
    return found


@power(POWER)
@ask
def lasting(request: Request) -> HttpResponse:
    """How long a yes lasts."""
    return asked_and_done(
        request,
        LastingForm(sent(request), initial={"lasts": asking.lasts(request.person.school)}),
        lambda given: actions.choose_lasting(request.person, given["lasts"]),
        done="We have written that down. It counts for what is answered from now on.",
        to=reverse("consent_rounds"),
        button="Save",
    )
