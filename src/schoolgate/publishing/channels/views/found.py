"""Somebody found an account that says it is the school's: it is put in the register, or becomes a case."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from schoolgate.community.change import Refused
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent
from schoolgate.publishing.channels.actions.finding import not_ours
from schoolgate.publishing.channels.forms import Found as FoundForm
from schoolgate.publishing.channels.known import networks
from schoolgate.publishing.channels.views.proposing import DRAFTS

ONLY_STAFF = "Only somebody who works here can put an account in the register. Ask whoever started it to do this."


def _described(network: str, where: str) -> dict[str, str]:
    """What an address or a name says of an account: a website is its address, any other its last part."""
    if "//" not in where:
        return {"handle": where}
    parts = urlsplit(where)
    if network == "wordpress":
        return {"address": where}
    found = {"handle": parts.path.rstrip("/").rpartition("/")[2].lstrip("@")}
    return {**found, "address": f"{parts.scheme}://{parts.netloc}"} if "address" in networks()[network] else found


@power("channel.see")
@ask
def found(request: Request) -> HttpResponse:
    form = FoundForm(sent(request))
    if form.is_valid():
        given = form.cleaned_data
        if given["whose"] == "ours" and holds(request.person, "channel.propose"):
            known = {"network": given["network"], "found": True, "seen_network": True}
            DRAFTS.write(request, "", {**known, **_described(given["network"], given["where"])})
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
