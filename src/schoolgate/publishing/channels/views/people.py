"""Who can do everything with an account: said by somebody, listed by the network, taken off, handed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from schoolgate.community.change import Refused
from schoolgate.community.drafts import Drafts
from schoolgate.community.finding import holding
from schoolgate.community.models import Person
from schoolgate.community.picking import Picking
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, asked_and_done, sent
from schoolgate.publishing.channels import administrators as who
from schoolgate.publishing.channels.actions import administrators, connecting, proposing
from schoolgate.publishing.channels.forms import WhoCanRunIt, WhoTheyAre
from schoolgate.publishing.channels.gate import adapter, credential_of, why_closed
from schoolgate.publishing.channels.known import can_publish
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.powers import RUNS
from schoolgate.publishing.channels.reaching import called, to_run
from schoolgate.publishing.channels.standing import rules
from schoolgate.publishing.networks.errors import NoAccess, Trouble
from schoolgate.publishing.networks.known import adapter as class_of

DRAFTS = Drafts("channel_admins")
SAID = "Saved. We ask you again when it is time to look once more."
PARTS = {"owner": "Who owns {} now?", "second": "Who runs {} too now?"}


def _open(request: Request, pk: int) -> Channel:
    channel = to_run(request.person, pk, overseers=True)
    if not channel.is_open:
        raise Http404
    return channel


@power("channel.see")
@ask
def access(request: Request, pk: int) -> HttpResponse:
    """Say who stands in its settings; or ask the network, where it can list them."""
    channel = _open(request, pk)
    if request.method == "POST" and "ask_network" in request.POST:
        return _ask_network(request, channel)
    people = who.candidates(channel, rules(channel.school))
    form = WhoCanRunIt(people, sent(request))

    def act(given: Mapping[str, Any]) -> None:
        chosen = [person for person in people if person.pk in given["people"]]
        administrators.say(request.person, channel, chosen, others=given["others"] == "yes")

    return asked_and_done(
        request,
        form,
        act,
        done=SAID,
        to=reverse("account", args=[pk]),
        title=f"Who can run {called(channel)}?",
        template="channels/access.html",
        can_list=_can_list(channel),
    )


def _can_list(channel: Channel) -> bool:
    return can_publish(channel.network) and class_of(channel.network).can.admins and not why_closed(channel)


def _ask_network(request: Request, channel: Channel) -> HttpResponse:
    """Keep what the network says for the next page, where somebody confirms who each is."""
    try:
        found = adapter(channel).verify_admins()
    except Trouble as trouble:
        if isinstance(trouble, NoAccess) and credential_of(channel) is not None:
            connecting.refused(channel)
        messages.warning(request, trouble.sentence)
        return redirect("account_access", pk=channel.pk)
    people = who.candidates(channel, rules(channel.school))
    rows = []
    for one in found[:50]:
        person = who.matched(one, people)
        rows.append({"name": one.name, "handle": one.handle, "person": str(person.pk) if person else ""})
    DRAFTS.write(request, str(channel.pk), {"listed": rows})
    return redirect("account_listed", pk=channel.pk)


@power("channel.see")
@ask
def listed(request: Request, pk: int) -> HttpResponse:
    """Whom the network named: somebody says who each is."""
    channel = _open(request, pk)
    rows = DRAFTS.read(request, str(pk)).get("listed")
    if not rows:
        return redirect("account_access", pk=pk)
    people = who.candidates(channel, rules(channel.school))
    form = WhoTheyAre(rows, people, sent(request))

    def act(given: Mapping[str, Any]) -> None:
        named = set(given.values())
        chosen = [person for person in people if str(person.pk) in named]
        administrators.say(request.person, channel, chosen, others=WhoTheyAre.NOBODY in named, listed=True)
        DRAFTS.forget(request)

    lead = "Check who each of these is. The head teacher is told of somebody whom we do not know."
    to = reverse("account", args=[pk])
    back = reverse("account_access", args=[pk])
    return asked_and_done(request, form, act, done=SAID, to=to, title="Who the network names", lead=lead, back_url=back)


@power("channel.see")
@ask
def off(request: Request, pk: int, admin: int) -> HttpResponse:
    """Somebody has gone, and their access with them."""
    channel = _open(request, pk)
    one = next((one for one in who.of(channel) if one.pk == admin), None)
    if one is None:
        raise Http404
    return asked_and_done(
        request,
        Form(sent(request)),
        lambda _: administrators.take_off(request.person, channel, one),
        done=f"{one.person.name} is off the account.",
        to=reverse("account", args=[pk]),
        title=f"Take {one.person.name} off this account",
        lead="Open its settings on the network, and take their access away. Change the password too, if they knew it. "
        "Then say here that it is done.",
        button="It is done",
    )


@power("channel.oversee")
@ask
def hand_over(request: Request, pk: int, part: str) -> HttpResponse:
    """Somebody else becomes its owner or second."""
    channel = to_run(request.person, pk, overseers=True)
    if part not in PARTS or channel.state not in (*proposing.BEFORE, Channel.State.OPEN):
        raise Http404
    among = holding(channel.school, *RUNS).exclude(pk__in=[channel.owner_id, channel.second_id or 0])
    lead = "Whoever has done it so far is taken off the account, unless their role keeps them on it."
    back = reverse("account", args=[pk])
    picking = Picking(
        request, among, PARTS[part].format(called(channel)), "Choose somebody", "Hand it over", back, lead=lead
    )
    if not picking.done():
        return picking.answer()
    chosen: Person = picking.chosen[0]
    try:
        administrators.hand_over(request.person, channel, part, chosen)
    except Refused as refused:
        picking.refuse(str(refused))
        return picking.answer()
    messages.success(request, f"{chosen.name} has been told.")
    return redirect("account", pk=pk)
