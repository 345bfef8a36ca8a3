"""Deciding, asking a question first, taking an approval back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from schoolgate.approvals.actions import deciding
from schoolgate.approvals.deciders import may_decide, may_revoke
from schoolgate.approvals.forms import Decide, Say
from schoolgate.approvals.kinds import kind_of, need, title
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.approvals.views.finding import find
from schoolgate.approvals.views.history import history
from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask

OVER = "This is not waiting for your decision. Here is how it stands."


@power("approval.decide")
@ask
def decide(request: Request, pk: int) -> HttpResponse:
    """Approve or refuse, with the reason."""
    found = find(request, pk)
    if not may_decide(request.person, found):
        return _elsewhere(request, found)
    standing = need(found, timezone.localdate())
    data = request.POST if request.method == "POST" else None
    form = Decide(lasts=kind_of(found).lasts, hindered=bool(standing.hinder), data=data)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if given["answer"] == "approve":
                last = given.get("valid_until")
                ended = deciding.approve(request.person, found, given["reason"], given["conditions"], last)
            else:
                ended = deciding.refuse(request.person, found, given["reason"])
        except Refused as refused:
            if may_decide(request.person, find(request, pk)):
                form.add_error(None, str(refused))
            else:
                messages.info(request, str(refused))
                return redirect("request", pk=pk)
        else:
            messages.success(request, _outcome(ended))
            return redirect("request", pk=pk)
    context = {
        "found": found,
        "form": form,
        "title": title(found),
        "told": kind_of(found).told(found),
        "hinder": standing.hinder,
        "consents": standing.consent_labels(),
        "claimed": standing.claimed,
        "history": history(found),
    }
    return render(request, "approvals/decide.html", context, status=422 if form.errors else 200)


def _outcome(request: ApprovalRequest) -> str:
    if request.state == ApprovalRequest.State.APPROVED:
        return f"Approved. {request.asker.name} has been told."
    if request.state == ApprovalRequest.State.REFUSED:
        return f"Refused. {request.asker.name} has been told, with your reason."
    return "You have approved it. Somebody else has to approve it too, and has been told."


@power("approval.decide")
@ask
def question(request: Request, pk: int) -> HttpResponse:
    """Ask the asker something first."""
    found = find(request, pk)
    if not may_decide(request.person, found):
        return _elsewhere(request, found)
    form = Say("What do you want to know?", data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.ask_back(request.person, found, form.cleaned_data["words"])
            messages.success(request, f"Your question is sent to {found.asker.name}. You can still decide at any time.")
        except Refused as refused:
            messages.info(request, str(refused))
        return redirect("request", pk=pk)
    context = {"found": found, "form": form, "heading": "Ask a question first", "button": "Send the question"}
    return render(request, "approvals/say.html", context, status=422 if form.errors else 200)


@power("approval.decide")
@ask
def revoke(request: Request, pk: int) -> HttpResponse:
    """Take an approval back."""
    found = find(request, pk)
    if not may_revoke(request.person, found):
        return _elsewhere(request, found)
    hint = "The person who asked will read this. It ends as soon as you press the button."
    form = Say("Why do you take it back?", hint, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.revoke(request.person, found, form.cleaned_data["words"])
            messages.success(request, f"The approval is taken back. {found.asker.name} has been told.")
        except Refused as refused:
            messages.info(request, str(refused))
        return redirect("request", pk=pk)
    context = {
        "found": found,
        "form": form,
        "heading": "Take this approval back",
        "button": "Take it back",
        "style": "warning",
    }
    return render(request, "approvals/say.html", context, status=422 if form.errors else 200)


def _elsewhere(request: Request, found: ApprovalRequest) -> HttpResponse:
    messages.info(request, OVER)
    return redirect("request", pk=found.pk)
