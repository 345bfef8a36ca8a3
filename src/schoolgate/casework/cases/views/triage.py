"""Looking at what was told, a question a page; and who leads on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.casework.cases import draft, page
from schoolgate.casework.cases.access import by_precaution, deciders
from schoolgate.casework.cases.actions.threshold import asks_threshold
from schoolgate.casework.cases.actions.triage import Findings, change_lead, triage
from schoolgate.casework.cases.forms import Serious, Somebody, What, Where
from schoolgate.casework.cases.grounds import every_ground
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.cases.views.asking import asked_of_case
from schoolgate.casework.cases.views.case import names_by_part
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.cases.words import grounds, kinds, labels, only_complaint, seriousness
from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent
from schoolgate.policy.views.asking import card
from schoolgate.policy.worries import helpline

STEPS = ("what", "who", "where", "serious")
FIELDS = {
    "what": ("title", "summary", "kinds"),
    "where": ("ground", "ground_why"),
    "serious": ("seriousness", "danger"),
}
PARTS = {Party.Part.AFFECTED, Party.Part.RESPONSIBLE}


@power("case.decide")
@require_safe
def start(request: Request, reference: str) -> HttpResponse:
    """To the first question that has no answer yet."""
    return redirect(next_step(request, find(request, reference)))


def next_step(request: Request, case: Case) -> str:
    """The address of the first question about a case that has no answer yet; the check where all have."""
    answers = draft.read(request, case)
    parts = set(Party.objects.of(case.school).filter(case=case, ended_at=None).values_list("part", flat=True))
    for step in STEPS:
        if step == "who" and not parts >= PARTS:
            return reverse("case_named", args=[case.reference])
        if step != "who" and not answers.get(FIELDS[step][0]):
            return reverse("case_look_at", args=[case.reference, step])
    return reverse("case_look_check", args=[case.reference])


@power("case.decide")
@ask
def question(request: Request, reference: str, step: str) -> HttpResponse:
    found = find(request, reference)
    if step not in FIELDS:
        raise Http404
    answers = draft.read(request, found)
    form = _form(found, step, request, answers)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in FIELDS[step]}
        if step == "what" and only_complaint(given["kinds"]):
            # It is about what the school itself did: there is nothing outside its premises to act on.
            given |= {"ground": "on_site", "ground_why": ""}
        draft.write(request, found, given)
        return redirect(next_step(request, found))
    context: dict[str, Any] = {"form": form, "title": TITLES[step], "case": found, "step": step}
    if step == "what":
        context["told"] = list(page.told(found))
    if step == "where":
        clauses = {ground.clause.id: ground.clause for ground in every_ground(found.school) if ground.clause}
        context["cards"] = [card(found.school, clause) for clause in clauses.values()]
    context["emergency"] = helpline("emergency")
    return render(request, "cases/look.html", context, status=422 if form.errors else 200)


TITLES = {"what": "What is it?", "where": "May the school act outside its premises?", "serious": "How serious is it?"}


def _form(case: Case, step: str, request: Request, answers: dict[str, Any]) -> forms.Form:
    if step == "what":
        return What(sent(request), initial=answers)
    if step == "where":
        return Where(case.school, sent(request), initial=answers)
    return Serious(sent(request), initial=answers)


@power("case.decide")
@ask
def check(request: Request, reference: str) -> HttpResponse:
    """Check your answers; what was found then stands in the chronology."""
    found = find(request, reference)
    here = reverse("case_look_check", args=[reference])
    if (missing := next_step(request, found)) != here:
        return redirect(missing)
    answers = draft.read(request, found)
    form = forms.Form(sent(request))
    if form.is_valid():
        given = {name: answers.get(name, "") for name in ("title", "summary", "ground", "ground_why", "seriousness")}
        try:
            triage(
                request.person,
                found,
                Findings(**given, kinds=tuple(answers["kinds"]), danger=answers["danger"] == "yes"),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            draft.forget(request)
            messages.success(request, "It is written down.")
            found.refresh_from_db()
            asks = asks_threshold(found) and not found.threshold
            return redirect("case_threshold" if asks else "case", reference=reference)
    context = {
        "case": found,
        "title": "Check what you found",
        "rows": _rows(found, answers),
        "button_text": "Write it down",
        "form": form,
        "left_out": by_precaution(found),
    }
    return render(request, "cases/look_check.html", context, status=422 if form.errors else 200)


def _rows(case: Case, answers: dict[str, Any]) -> list[tuple[str, str, str]]:
    def to(step: str) -> str:
        return reverse("case_look_at", args=[case.reference, step])

    who = [(part, names, reverse("case_named", args=[case.reference])) for part, names in names_by_part(case)]
    why = f" {answers['ground_why']}" if answers.get("ground_why") else ""
    ground = next(each for each in every_ground(case.school) if each.code == answers["ground"])
    by = f" (clause {ground.clause.id})" if ground.clause else " (your policy does not name it)" * ground.asks_why
    return [
        ("What you call it", answers["title"], to("what")),
        ("What happened", answers["summary"], to("what")),
        ("What it is", labels(answers["kinds"], kinds()), to("what")),
        *who,
        ("The link with the school", f"{grounds()[answers['ground']].label}{by}.{why}", to("where")),
        ("How serious", seriousness()[answers["seriousness"]].label, to("serious")),
        ("In danger now", "Yes" if answers["danger"] == "yes" else "No", to("serious")),
    ]


@power("case.decide")
@ask
def lead(request: Request, reference: str) -> HttpResponse:
    found = find(request, reference)
    return asked_of_case(
        request,
        found,
        Somebody("Who leads on this case?", deciders(found), sent(request)),
        lambda given: change_lead(request.person, found, given["to"]),
        done="They lead on it now.",
        to=found.path,
        button="Save",
    )
