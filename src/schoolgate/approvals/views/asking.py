"""Asking: what is it for, check, send; answering a question; asking no longer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator

from schoolgate.approvals.actions import asking
from schoolgate.approvals.forms import RoleFor, Say, WhatFor, is_number
from schoolgate.approvals.kinds import kind_of
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.approvals.views.finding import find
from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.policy.explain import joined, whom_to_ask
from schoolgate.policy.interview import in_words
from schoolgate.policy.models import in_force
from schoolgate.policy.views.asking import facts_in
from schoolgate.policy.vocabulary import VocabularyError, act_named

NOT_KEPT = ("csrfmiddlewaretoken", "do", "find")


@power("approval.ask")
@ask
def new(request: Request, act: str) -> HttpResponse:
    """Ask to do an act: the address carries what is known, the form what it is for and whom it names."""
    try:
        known = act_named(act)
        facts = {name: value for name, value in facts_in(request.GET, known).items() if name != "approved_by"}
    except VocabularyError:
        raise Http404 from None
    version = in_force(request.person.school)
    if version is None:
        raise Http404
    ruling = version.judge(known.name, facts, timezone.localdate())
    form = WhatFor(request.person, request.POST if request.method == "POST" else None)
    if _is_done(request, form):
        try:
            made = asking.ask_for_act(
                request.person, known.name, facts, form.cleaned_data["words"], form.about_people()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _sent(request, made)
    waiting = asking.still_waiting(request.person, "act", known.name)
    told = [(asks, words) for _, asks, words in in_words(known, facts)]
    about = ", ".join(person.name for person in form.about_people()) if form.is_bound and form.is_valid() else ""
    context = {
        "heading": f"Ask for approval: {known.label.lower() if known.label[1:2].islower() else known.label}",
        "told": told,
        "waiting": [_waiting(one) for one in waiting],
        "asked": joined(whom_to_ask(ruling)) if ruling.verdict == "needs" else "",
        "back_url": f"{reverse('answer', args=[request.person.school.slug, act])}?{request.GET.urlencode()}",
        "rows": [
            *told,
            ("What is it for?", form.data.get("words", "")),
            ("Whom it names or shows", about or "nobody"),
        ],
    }
    return _page(request, form, context)


def _waiting(one: ApprovalRequest) -> dict[str, Any]:
    asked_on = date_format(timezone.localtime(one.made_at), "j F Y")
    return {"url": reverse("request", args=[one.pk]), "words": Truncator(one.words).chars(80), "asked_on": asked_on}


@power("approval.ask_role")
@ask
def role(request: Request) -> HttpResponse:
    """Ask that somebody be given a role."""
    whom = request.GET.get("person", "")
    form = RoleFor(request.person, request.POST if request.method == "POST" else None, {"person": whom})
    if _is_done(request, form):
        try:
            words = form.cleaned_data["words"]
            made = asking.ask_for_role(request.person, form.who(), form.facts(), words)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _sent(request, made)
    context: dict[str, Any] = {"heading": "Ask for a role", "back_url": _back(request.person, whom)}
    if form.is_bound and form.is_valid():
        draft = ApprovalRequest(school=request.person.school, asker=request.person, kind="role")
        draft.facts = {**form.facts(), "person": form.who().pk}
        context["rows"] = [*kind_of(draft).told(draft), ("Why is it needed?", form.cleaned_data["words"])]
    return _page(request, form, context)


def _back(by: Person, whom: str) -> str:
    """To the page of somebody from which one came, or to the requests."""
    if is_number(whom) and holds(by, "people.see"):
        return reverse("person", args=[int(whom)])
    return reverse("requests")


def _is_done(request: Request, form: WhatFor | RoleFor) -> bool:
    return request.method == "POST" and request.POST.get("do") == "send" and form.is_valid()


def _page(request: Request, form: WhatFor | RoleFor, context: dict[str, Any]) -> HttpResponse:
    """The form; or, once it is complete, what was said in it, to check."""
    step = request.POST.get("do", "")
    if step in ("find", "change"):
        # Nothing is wrong with a form that somebody is still filling in.
        form.errors.clear()
    elif form.is_bound and form.is_valid():
        hidden = [(n, v) for n, vs in request.POST.lists() if n not in NOT_KEPT for v in vs]
        return render(request, "approvals/check.html", context | {"hidden": hidden})
    status = 422 if form.errors else 200
    return render(request, "approvals/new.html", context | {"form": form, "nobody": form.found_nobody()}, status=status)


def _sent(request: Request, made: ApprovalRequest) -> HttpResponse:
    who = joined([person.name for person in made.asked.all()])
    messages.success(request, f"Sent to {who}. You will see here, and by mail, when they have decided.")
    return redirect("request", pk=made.pk)


@power("approval.ask")
@ask
def answer(request: Request, pk: int) -> HttpResponse:
    """Answer the question that came back."""
    found = find(request, pk)
    if found.asker_id != request.person.pk:
        raise Http404
    if found.state != ApprovalRequest.State.ASKED_BACK:
        messages.info(request, "There is no question for you to answer now.")
        return redirect("request", pk=pk)
    question = found.messages.last()
    form = Say("Your answer", data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.answer(request.person, found, form.cleaned_data["words"])
            messages.success(request, "Your answer is sent.")
        except Refused as refused:
            messages.info(request, str(refused))
        return redirect("request", pk=pk)
    context = {"found": found, "form": form, "said": question, "heading": "Answer the question", "button": "Send"}
    return render(request, "approvals/say.html", context, status=422 if form.errors else 200)


@power("approval.ask")
@ask
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Ask no longer, after a check."""
    found = find(request, pk)
    if found.asker_id != request.person.pk:
        raise Http404
    if not found.waits:
        messages.info(request, "This is not waiting any more, so there is nothing to withdraw.")
        return redirect("request", pk=pk)
    if request.method == "POST":
        try:
            asking.withdraw(request.person, found)
            messages.success(request, "Your request is withdrawn. Nobody needs to decide it now.")
        except Refused as refused:
            messages.info(request, str(refused))
        return redirect("request", pk=pk)
    return render(request, "approvals/withdraw.html", {"found": found, "title": kind_of(found).title(found)})
