"""The risks of an account: each on a page, then the day to look again; and how it is kept safe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from schoolgate.community.change import Refused
from schoolgate.community.drafts import Drafts
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, asked_and_done, sent
from schoolgate.publishing.channels.actions import assessing
from schoolgate.publishing.channels.forms import ReviewOn, Risk, Safe
from schoolgate.publishing.channels.known import grades, usual_risks
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.reaching import to_run
from schoolgate.publishing.channels.standing import latest

POWER = "channel.run"
DRAFTS = Drafts("channel_risks")
MOST = 20


def _channel(request: Request, pk: int) -> Channel:
    channel = to_run(request.person, pk)
    if channel.state not in assessing.NOW:
        raise Http404
    return channel


def _so_far(request: Request, channel: Channel) -> list[dict[str, Any]]:
    """The risks as they stand on these pages: those of the last assessment, or the usual ones, until one is changed."""
    kept = DRAFTS.read(request, str(channel.pk)).get("risks")
    if isinstance(kept, list):
        return kept
    before = latest(channel)
    return list(before.private.get("risks", [])) if before else usual_risks(channel.network)


@power(POWER)
@ask
def risks(request: Request, pk: int) -> HttpResponse:
    """Every risk, how far each is, and the day to look again."""
    channel = _channel(request, pk)
    so_far = _so_far(request, channel)
    form = ReviewOn(sent(request))
    if form.is_valid():
        try:
            assessing.assess(request.person, channel, so_far, form.cleaned_data["review_on"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            DRAFTS.forget(request)
            messages.success(request, "The risks are written down.")
            return redirect("account", pk=pk)
    tasks = [
        {
            "title": risk["what"],
            "url": reverse("account_risk", args=[pk, number]),
            "hint": f"What is left: {grades('left')[int(risk['left'])]}" if risk.get("left") else "",
            "status": "Done" if risk.get("left") else "To do",
        }
        for number, risk in enumerate(so_far, 1)
    ]
    finished = all(risk.get("left") for risk in so_far)
    context = {"channel": channel, "form": form, "tasks": tasks, "finished": finished, "next": len(so_far) + 1}
    return render(request, "channels/risks.html", context, status=422 if form.errors else 200)


@power(POWER)
@ask
def risk(request: Request, pk: int, number: int) -> HttpResponse:
    """One risk; the one after the last is new."""
    channel = _channel(request, pk)
    so_far = _so_far(request, channel)
    if not 1 <= number <= min(len(so_far) + 1, MOST):
        raise Http404
    known = so_far[number - 1] if number <= len(so_far) else {}
    back = reverse("account_risks", args=[pk])
    if request.method == "POST" and "leave_out" in request.POST and known:
        DRAFTS.write(request, str(pk), {"risks": so_far[: number - 1] + so_far[number:]})
        return redirect(back)
    form = Risk(sent(request), known)

    def act(given: Mapping[str, Any]) -> None:
        DRAFTS.write(request, str(pk), {"risks": [*so_far[: number - 1], dict(given), *so_far[number:]]})

    return asked_and_done(
        request,
        form,
        act,
        done="",
        to=_next(pk, number, so_far),
        title=f"Risk {number} of {len(so_far)}" if known else "Another risk",
        button="Save and continue",
        back_url=back,
        template="channels/risk.html",
        known=bool(known),
    )


def _next(pk: int, number: int, so_far: list[dict[str, Any]]) -> str:
    """The next that nobody has looked at, or the list."""
    later = (place for place, each in enumerate(so_far, 1) if place > number and not each.get("left"))
    place = next(later, 0)
    return reverse("account_risk", args=[pk, place]) if place else reverse("account_risks", args=[pk])


@power(POWER)
@ask
def safe(request: Request, pk: int) -> HttpResponse:
    """A strong password, and a second step."""
    channel = _channel(request, pk)
    return asked_and_done(
        request,
        Safe(sent(request)),
        lambda given: assessing.attest(request.person, channel, given["what"]),
        done="Saved. We ask you again when it is time to look once more.",
        to=reverse("account", args=[pk]),
    )
