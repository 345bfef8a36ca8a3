"""Somebody found an account that says it is the school's: it is put in the register, or becomes a case."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from schoolgate.casework.removals.routes import network_of
from schoolgate.community.change import Refused
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent
from schoolgate.publishing.channels.actions.finding import not_ours
from schoolgate.publishing.channels.forms import Found as FoundForm
from schoolgate.publishing.channels.views.proposing import DRAFTS

ONLY_STAFF = "Only somebody who works here can put an account in the register. Ask whoever started it to do this."


@power("channel.see")
@ask
def found(request: Request) -> HttpResponse:
    form = FoundForm(sent(request))
    if form.is_valid():
        given = form.cleaned_data
        if given["whose"] == "ours" and holds(request.person, "channel.propose"):
            where = given["where"]
            known = {"network": given["network"], "found": True, "seen_network": True}
            # A web address says where it is, not what it is called.
            known |= {"address": where} if network_of(where) == "other" and "//" in where else {"handle": where}
            DRAFTS.write(request, "", known)
            return redirect("account_propose_step", step="handle")
        try:
            if given["whose"] == "ours":
                raise Refused(ONLY_STAFF)
            report = not_ours(request.person, given["network"], given["where"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Those who look into it have been told, and it is on the list to be taken down.")
            return redirect("told_one", reference=report.reference)
    context = {
        "form": form,
        "title": "An account that says it is ours",
        "lead": "If somebody of the school started it, it is looked at like any new one. If it is not ours, the people "
        "who look into it are told at once, and it goes on the list of what should be taken down.",
        "back_url": reverse("accounts"),
    }
    return render(request, "question.html", context, status=422 if form.errors else 200)
