"""Share with a named person: who, why, what, and check your answers."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.evidence.models import Item
from schoolgate.casework.evidence.sharing.actions.referring import Wishes, refer, set_apart
from schoolgate.casework.evidence.sharing.forms import Apart, What, Whom, Why, described
from schoolgate.casework.evidence.sharing.items import FILES_STAY
from schoolgate.casework.evidence.sharing.views.referral import SHARED
from schoolgate.casework.evidence.sharing.words import chronologies, keep_days, kinds
from schoolgate.community.change import Refused
from schoolgate.community.drafts import Drafts
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask

STEPS = ("whom", "why", "what", "apart", "check")
TITLES = {
    "whom": "Whom do you share it with?",
    "why": str(Why.base_fields["why"].label),
    "what": "What do you share?",
    "apart": "This is kept apart",
}
draft = Drafts("referral")
NEEDED = {"whom": ("kind", "name", "office"), "why": ("why",), "what": ("chronology",), "apart": ("why_apart",)}


@power("case.decide")
@ask
def share(request: Request, reference: str, step: str) -> HttpResponse:
    """One question a page; the answers lie sealed in the session until they are sent."""
    case = find(request, reference)
    if step not in STEPS:
        raise Http404
    answers = draft.read(request, case.reference)
    missing = _first_missing(case, answers)
    if STEPS.index(step) > STEPS.index(missing):
        return redirect("share", case.reference, missing)
    if step == "check":
        return _check(request, case, answers)
    form = _form(step, case, request.POST if request.method == "POST" else None, answers)
    if form.is_valid():
        answers = {**answers, **form.cleaned_data}
        draft.write(request, case.reference, answers)
        return redirect("share", case.reference, _after(step, case, answers))
    context: dict[str, Any] = {"case": case, "form": form, **_before(step, case)}
    if step != "why":
        context["title"] = TITLES[step]
    if step == "what" and case.no_pictures:
        context["lead"] = FILES_STAY
    if step == "apart":
        context["reasons"] = list(set_apart(case, _wishes(answers)))
        return render(request, "evidence/sharing/apart.html", context, status=422 if form.errors else 200)
    return render(request, "cases/question.html", context, status=422 if form.errors else 200)


def _check(request: Request, case: Case, answers: dict[str, Any]) -> HttpResponse:
    wishes = _wishes(answers)
    form = Form({} if request.method == "POST" else None)
    if form.is_valid():
        try:
            bundle = refer(request.person, case, wishes)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            draft.forget(request)
            return redirect("referral", case.reference, bundle.referral.reference)
    context = {
        "case": case,
        "title": "Check what you share",
        "rows": _rows(case, wishes),
        "button_text": "Share it and make the bundle",
        **_before("apart", case),
        "form": form,
        "keep_days": keep_days(),
    }
    return render(request, "evidence/sharing/check.html", context, status=422 if form.errors else 200)


def _rows(case: Case, wishes: Wishes) -> list[tuple[str, str, str]]:
    at = {step: reverse("share", args=[case.reference, step]) for step in STEPS}
    items = Item.objects.of(case.school).filter(case=case, pk__in=wishes.items)
    chosen = "\n".join(described(item) for item in items) or "None"
    lines = chronologies()[wishes.chronology].label
    if wishes.restricted and wishes.chronology != "none":
        lines += ", restricted lines too"
    rows = [
        ("For", kinds()[wishes.kind].label, at["whom"]),
        ("Name", wishes.name, at["whom"]),
        ("Office", wishes.office, at["whom"]),
        ("Why", wishes.why, at["why"]),
        ("Chronology", lines, at["what"]),
        ("Evidence", chosen, at["what"]),
    ]
    if wishes.why_apart:
        rows.append(("Why it holds what is kept apart", wishes.why_apart, at["apart"]))
    return rows


def _form(step: str, case: Case, data: Any, answers: dict[str, Any]) -> Form:
    if step == "what":
        return What(case, data, answers)
    if step == "whom":
        return Whom(data, answers)
    return (Why if step == "why" else Apart)(data, initial=answers)


def _wishes(answers: dict[str, Any]) -> Wishes:
    given = {name: answers.get(name, "") for name in ("kind", "name", "office", "why", "chronology", "why_apart")}
    return Wishes(**given, restricted=bool(answers.get("restricted")), items=tuple(answers.get("items", ())))


def _first_missing(case: Case, answers: dict[str, Any]) -> str:
    """The first step that has no answer yet; the check where there is none."""
    for step in STEPS[:-1]:
        if step == "apart" and not any(set_apart(case, _wishes(answers))):
            continue
        if not all(answers.get(name) for name in NEEDED[step]):
            return step
    return "check"


def _after(step: str, case: Case, answers: dict[str, Any]) -> str:
    """On to what has no answer yet; from what was chosen, to why it is kept apart where that may have changed."""
    missing = _first_missing(case, answers)
    if missing == "check" and step in ("whom", "what") and any(set_apart(case, _wishes(answers))):
        return "apart"
    return missing


def _before(step: str, case: Case) -> dict[str, str]:
    """The way back: to the question before, and from the first to what was shared."""
    if step == "whom":
        return {"back_url": reverse("sharing", args=[case.reference]), "up": SHARED}
    before = STEPS[STEPS.index(step) - 1]
    return {"back_url": reverse("share", args=[case.reference, before]), "up": TITLES[before]}
