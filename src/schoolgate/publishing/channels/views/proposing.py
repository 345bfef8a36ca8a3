"""Proposing an account: one thing a page, the answers so far sealed in the session, check, send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import Refused
from schoolgate.community.drafts import Drafts
from schoolgate.community.finding import holding
from schoolgate.community.models import Person
from schoolgate.community.picking import Picking
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, asked_and_done, sent
from schoolgate.publishing.channels.actions import proposing
from schoolgate.publishing.channels.forms import Email, Handle, Moderation, Purpose, WhichNetwork
from schoolgate.publishing.channels.known import label, networks
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.powers import RUNS
from schoolgate.publishing.channels.reaching import to_run
from schoolgate.publishing.channels.requests import every, falls_to_the_head
from schoolgate.publishing.channels.standing import rules

POWER = "channel.propose"
DRAFTS = Drafts("channel")
Answers = dict[str, Any]
STEPS = ("network", "handle", "purpose", "email", "moderation", "second")
TITLES = {"handle": "The account", "purpose": "What it is for", "moderation": "How often it is looked over"}


def _form(request: Request, step: str, answers: Mapping[str, Any]) -> Form:
    data, school = sent(request), request.person.school
    if step == "network":
        return WhichNetwork(rules(school), data, answers)
    if step == "handle":
        return Handle(str(answers["network"]), data, answers)
    if step == "purpose":
        return Purpose(data, initial=dict(answers))
    if step == "email":
        return Email(school, data, answers)
    return Moderation(rules(school), data, answers)


def _fields(step: str, form: Form) -> Answers:
    """What a page answered. The address of a network where all stand at one is none."""
    given = dict(form.cleaned_data)
    return {"address": "", **given} if step == "handle" else given


@power(POWER)
@ask
def propose(request: Request) -> HttpResponse:
    """Begin: everything that is asked, and who decides."""
    if request.method == "POST":
        DRAFTS.write(request, "", {})
        return redirect("account_propose_step", step="network")
    context = {"nobody_named": falls_to_the_head(request.person)}
    return render(request, "channels/propose.html", context)


@power(POWER)
@ask
def step(request: Request, step: str) -> HttpResponse:
    """One thing of a new account."""
    answers = DRAFTS.read(request, "")
    if step not in STEPS or (step == "handle" and answers.get("network") not in networks()):
        raise Http404
    if step == "second":
        return _second(request, answers)
    form = _form(request, step, answers)
    if form.is_valid():
        answers |= _fields(step, form)
        if step == "network":
            # What it is called is another question on another network.
            answers.pop("seen_handle", None)
        DRAFTS.write(request, "", {**answers, f"seen_{step}": True})
        return redirect(_next({**answers, f"seen_{step}": True}))
    context = {"form": form, "title": TITLES.get(step, ""), "back_url": _before(step)}
    return render(request, "question.html", context, status=422 if form.errors else 200)


def _second(request: Request, answers: Answers) -> HttpResponse:
    picking = _pick(request, _before("second"))
    if not picking.done():
        return picking.answer()
    answers |= {"second": picking.chosen[0].pk, "seen_second": True}
    DRAFTS.write(request, "", answers)
    return redirect(_next(answers))


def _pick(request: Request, back_url: str) -> Picking:
    others = holding(request.person.school, *RUNS).exclude(pk=request.person.pk)
    lead = "Two people run every account, so that one can be away. It hangs on nobody’s private phone or address."
    return Picking(request, others, "Who else runs it?", "Choose somebody", "Continue", back_url, lead=lead)


def _next(answers: Answers) -> str:
    left = next((name for name in STEPS if not answers.get(f"seen_{name}")), "")
    return reverse("account_propose_step", args=[left]) if left else reverse("account_propose_check")


def _before(step: str) -> str:
    place = STEPS.index(step)
    return reverse("account_propose_step", args=[STEPS[place - 1]]) if place else reverse("account_propose")


@power(POWER)
@ask
def check(request: Request) -> HttpResponse:
    """Check your answers; then its page says what comes before asking."""
    answers = DRAFTS.read(request, "")
    if any(not answers.get(f"seen_{name}") for name in STEPS):
        return redirect("account_propose")
    second = Person.objects.of(request.person.school).filter(pk=answers["second"]).first()
    form = Form(sent(request))
    if form.is_valid():
        try:
            made = _propose(request.person, second, answers)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            DRAFTS.forget(request)
            messages.success(request, "It is in the register. This page says what comes before you ask for it.")
            return redirect("account", pk=made.pk)
    context = {
        "form": form,
        "title": "Check your answers",
        "rows": _rows(answers, second, request.person),
        "button_text": "Put it in the register",
        "back_url": _before("second"),
        "lead": "Nothing is opened yet. Next you look at the risks, and then it is decided.",
    }
    return render(request, "check.html", context, status=422 if form.errors else 200)


def _propose(by: Person, second: Person | None, answers: Answers) -> Channel:
    found = timezone.now() if answers.get("found") else None
    names = ("network", "handle", "address", "purpose", "audience", "email", "moderate_every")
    about = {name: answers[name] for name in names}
    return proposing.propose(by, second, found_at=found, agreed_with=_agreed(by, answers), **about)


def _agreed(by: Person, given: Mapping[str, Any]) -> Person | None:
    return Person.objects.of(by.school).filter(pk=given.get("agreed_with") or 0).first()


def _rows(answers: Answers, second: Person | None, by: Person) -> list[tuple[str, str, str]]:
    agreed = _agreed(by, answers)
    often = Channel(moderate_every=int(answers["moderate_every"]), agreed_with=agreed)
    what = answers["handle"] + (f", {answers['address']}" if answers.get("address") else "")
    told = [
        ("Where it is", label(answers["network"]), "network"),
        ("What it is called", what, "handle"),
        ("What it is for", answers["purpose"], "purpose"),
        ("Who it is for", Channel.Audience(answers["audience"]).label, "purpose"),
        ("Its e-mail address", answers["email"], "email"),
        ("Looked over", every(often), "moderation"),
        ("Who else runs it", second.name if second else "", "second"),
    ]
    return [(what, words, reverse("account_propose_step", args=[name])) for what, words, name in told]


@power("channel.run")
@ask
def change(request: Request, pk: int, step: str) -> HttpResponse:
    """Say something of an account otherwise: before it is asked for, or how often an open one is looked over."""
    channel = to_run(request.person, pk)
    preparing = channel.state in proposing.BEFORE
    if step not in STEPS[1:-1] or not (preparing or (channel.is_open and step == "moderation")):
        raise Http404
    now = {name: getattr(channel, name) for name in ("network", "handle", "address", "purpose", "audience", "email")}
    now |= {"moderate_every": channel.moderate_every, "agreed_with": channel.agreed_with_id}
    form = _form(request, step, now)

    def act(given: Mapping[str, Any]) -> None:
        said = _fields(step, form)
        if "agreed_with" in given:
            said["agreed_with"] = _agreed(request.person, given)
        proposing.describe(request.person, channel, **said)

    to = reverse("account", args=[pk])
    return asked_and_done(request, form, act, done="Saved.", to=to, title=TITLES.get(step, ""))


@power("channel.run")
@ask
def second(request: Request, pk: int) -> HttpResponse:
    """Say who else runs it, before it is asked for."""
    channel = to_run(request.person, pk)
    if channel.state not in proposing.BEFORE:
        raise Http404
    back = reverse("account", args=[pk])
    picking = _pick(request, back)
    if picking.done():
        try:
            proposing.choose_second(request.person, channel, picking.chosen[0])
        except Refused as refused:
            picking.refuse(str(refused))
        else:
            messages.success(request, f"{picking.chosen[0].name} has been told.")
            return redirect(back)
    return picking.answer()
