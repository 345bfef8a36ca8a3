"""Deciding on one step: what stands, what you decide, and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from schoolgate.casework.cases.access import may_open
from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.steps.actions.agreeing import NOT_YOURS, agree
from schoolgate.casework.steps.actions.deciding import Before, Given, StandsAlready, comes_before, decide
from schoolgate.casework.steps.forms import Decision, InAnEmergency, WhatIsDecided, YesOrNo
from schoolgate.casework.steps.models import Step
from schoolgate.casework.steps.standing import DECISIONS, Rung, decision_of, has_affected, history, ladder
from schoolgate.casework.steps.views.details import details, latest_day
from schoolgate.casework.steps.views.ladder import shown
from schoolgate.casework.steps.whose import (
    asked_to_agree,
    could_agree,
    may_agree,
    may_leave,
    may_take,
    taken_up,
    who_consider,
    who_take,
)
from schoolgate.community import moments
from schoolgate.community.calendar import working_days_from
from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent
from schoolgate.policy.explain import joined
from schoolgate.policy.worries import helpline


@power("case.open")
@ask
def step(request: Request, reference: str, rung: str) -> HttpResponse:
    """One step: what the policy says, what stands, what was decided before, and the first question. In an emergency,
    whom to call, and the only one."""
    case, _, found = _find(request, reference, rung)
    if found.emergency:
        return _emergency(request, case, found)
    takes = may_take(request.person, case, found)
    form = WhatIsDecided(found, takes, sent(request)) if yours(request, case, found) else None
    if form and form.is_valid():
        return redirect("step_decide", case.reference, found.code, form.cleaned_data["decision"])
    if request.method == "POST" and not form:
        raise Refused("You cannot decide on this step now. Open its page again to see why, and who can.")
    context = _context(case, found) | {"form": form, "new": case.state == Case.State.NEW, **below(case)}
    context |= theirs(case, found) | {"may_take": takes, "details": details(found)}
    waiting = _waiting(found)
    context["may_agree"] = bool(waiting and may_agree(request.person, case, waiting) is not None)
    return render(request, "steps/step.html", context, status=422 if form and form.errors else 200)


@power("case.decide")
@ask
def step_decide(request: Request, reference: str, rung: str, decision: str) -> HttpResponse:
    """Why, until when, and what the person affected may read."""
    case, every, found = _find(request, reference, rung)
    if decision not in found.kind.choices or found.emergency:
        raise Http404
    takes = decision == Step.Decision.TAKEN
    may = yours(request, case, found) and (not takes or may_take(request.person, case, found))
    if request.method != "POST" and not may:
        return redirect("step", case.reference, found.code)
    before = comes_before(request.person, case, every, found) if takes else Before()
    today = timezone.localdate()
    latest = latest_day(case, found, today)
    form = Decision(case, found, decision, before, today, latest, sent(request))
    form.initial = {
        "due": latest or working_days_from(case.school, today + timedelta(days=found.kind.days), 0),
        "told": _first_words(case, found, decision),
    }
    if form.is_valid():
        said = form.cleaned_data
        given = Given(
            decision,
            said["why"],
            said["told"],
            said.get("due"),
            said.get("skipped", ""),
            said.get("early", ""),
            form.holds(),
        )
        if done := _decided(request, case, found, form, given):
            return done
    context = _context(case, found) | {
        "form": form,
        "title": f"{found.label}: {_within(found.kind.choices[decision])}",
        "back_url": reverse("step", args=[case.reference, found.code]),
        "up": found.label,
        "button_text": "Write it down",
        "taken": takes,
        "again": found.was_taken and not takes,
    }
    return render(request, "steps/decide.html", context, status=422 if form.errors else 200)


@power("case.decide")
@ask
def step_agree(request: Request, reference: str, rung: str) -> HttpResponse:
    """Say yes or no to what somebody else decided."""
    case, _, found = _find(request, reference, rung)
    waiting = _waiting(found)
    if waiting is None or may_agree(request.person, case, waiting) is None:
        if request.method == "POST":
            raise Refused(NOT_YOURS)
        return redirect("step", case.reference, found.code)
    form = YesOrNo(sent(request))
    if form.is_valid():
        said = form.cleaned_data
        pk = int(request.POST["step"]) if request.POST.get("step", "").isdecimal() else 0
        try:
            agree(request.person, case, pk, agreed=said["agreed"] == "yes", why=said["why"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{found.label}: it is written down that you {_yes(said)}.")
            return redirect("steps", case.reference)
    context = _context(case, found) | {
        "form": form,
        "title": f"Do you agree: {found.label.lower()}?",
        "back_url": reverse("step", args=[case.reference, found.code]),
        "up": found.label,
        "button_text": "Write it down",
    }
    return render(request, "steps/agree.html", context, status=422 if form.errors else 200)


def _within(words: str) -> str:
    """A choice after the name of its step."""
    return words[:1].lower() + words[1:]


def _yes(said: dict[str, Any]) -> str:
    return "agree" if said["agreed"] == "yes" else "do not agree"


def _emergency(request: Request, case: Case, rung: Rung) -> HttpResponse:
    """Whom to call, first; then the record of it."""
    form = InAnEmergency(case, sent(request))
    if form.is_valid():
        said = form.cleaned_data
        if done := _decided(request, case, rung, form, Given(said["decision"], said["why"], said["told"])):
            return done
    context = _context(case, rung) | {"form": form, "call": [helpline(name) for name in rung.kind.call], **below(case)}
    return render(request, "steps/emergency.html", context, status=422 if form.errors else 200)


def _decided(request: Request, case: Case, rung: Rung, form: Form, given: Given) -> HttpResponse | None:
    """Write it down, and say what follows. Sent twice, it stands once. None where it is refused: the form says why."""
    try:
        made = decide(request.person, case, rung.code, given)
    except StandsAlready:
        made = None
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    asked = asked_to_agree(case, made) if made and made.waits_for else []
    words = f"{rung.label}: {DECISIONS[given.decision].lower()}. It is written down."
    if asked:
        words = f"{rung.label}: written down. It counts once {joined([one.name for one in asked], 'or')} has agreed."
    elif made and made.waits_for:
        words = f"{rung.label}: written down. Nobody in the case can agree to it yet: add somebody who can."
    messages.success(request, words)
    return redirect("steps", case.reference)


def _find(request: Request, reference: str, code: str) -> tuple[Case, list[Rung], Rung]:
    case = find(request, reference)
    every = ladder(case)
    found = next((each for each in every if each.code == code), None)
    if found is None:
        raise Http404
    return case, every, found


def _context(case: Case, rung: Rung) -> dict[str, Any]:
    """What every page about one step shows."""
    before = [each for each in history(case) if each.rung == rung.code]
    waiting = _waiting(rung)
    return shown(case, rung) | {
        "case": case,
        "title": rung.label,
        "has_affected": has_affected(case),
        "entries": [_entry(each) for each in reversed(before)],
        "waits_for": _names(case, could_agree(case, waiting)) if waiting else "",
    }


def below(case: Case) -> dict[str, str]:
    """The way back of the pages below the ladder."""
    return {"back_url": reverse("steps", args=[case.reference]), "up": "Steps"}


def yours(request: Request, case: Case, rung: Rung) -> bool:
    """Whether this person could decide something on it now, emergency or not."""
    return case.runs and case.state != Case.State.NEW and may_leave(request.person, case, rung)


def theirs(case: Case, rung: Rung) -> dict[str, str]:
    """Who may take it, and who alone may say that it is not taken: by the policy, or because they have taken it up."""
    considered = who_consider(case, rung)
    in_hand = rung.by.name if rung.by and not considered and taken_up(case, rung) else ""
    clause = rung.terms.considered_by.clause
    return {
        "whose": _names(case, who_take(case, rung)),
        "considers": _names(case, considered),
        "considers_by": clause.id if clause else "",
        "in_hand": in_hand,
    }


def _names(case: Case, people: Iterable[Person]) -> str:
    """People by name, with those who cannot open the case yet marked."""
    return joined([one.name if may_open(one, case) else f"{one.name} (not in the case yet)" for one in people], "or")


def _waiting(rung: Rung) -> Step | None:
    """The decision that stands and waits for somebody's agreement."""
    return rung.step if rung.decision == "to_agree" else None


def _entry(each: Step) -> dict[str, str]:
    at = moments.at(each.at)
    told = f" Words for the person affected: {each.said('told')}" if each.said("told") else ""
    early = f" Taken before its time: {each.said('early')}" if each.said("early") else ""
    said = [f"{_whether(one.agreed)} by {one.by.name}: {one.said('why')}" for one in each.signatures.all()]
    return {
        "title": DECISIONS[decision_of(each)],
        "at": at,
        "by": each.by.name,
        "text": " ".join([f"{each.said('why')}{early}{told}", *said]),
    }


def _whether(agreed: bool) -> str:
    return "Agreed" if agreed else "Not agreed"


def _first_words(case: Case, rung: Rung, decision: str) -> str:
    """What the person affected may read, to begin from: nothing where nobody is. What our words say of a step that was
    not taken is not so where it was taken before."""
    true = decision == Step.Decision.TAKEN or not rung.was_taken
    return rung.kind.told[decision] if true and has_affected(case) else ""
