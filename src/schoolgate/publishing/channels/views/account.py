"""The register, one account, and what is done with it as a whole: asking, connecting, closing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.today import about_row
from schoolgate.community.views.asking import ask, asked_and_done, sent
from schoolgate.publishing.channels import administrators as who
from schoolgate.publishing.channels.actions import asking, connecting, opening, proposing
from schoolgate.publishing.channels.forms import Connect
from schoolgate.publishing.channels.gate import credential_of, why_closed
from schoolgate.publishing.channels.known import can_publish, first_steps, page
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.reaching import called, find, oversees, runs, seen_by, to_run
from schoolgate.publishing.channels.requests import every, risks_in_words
from schoolgate.publishing.channels.standing import attested, latest, rules, steps
from schoolgate.publishing.networks.known import adapter

State = Channel.State
COLOURS: dict[str, str] = {State.OPEN: "green", State.ASKED: "yellow", State.REFUSED: "red", State.CLOSED: "grey"}


@power("channel.see")
@require_safe
def register(request: Request) -> HttpResponse:
    """The accounts that somebody has a part in, or oversees; for governors, how many there are."""
    rows = seen_by(request.person).select_related("credential").order_by("closed_at", "network", "handle", "pk")
    found = Paginator(rows, 20).get_page(request.GET.get("page"))
    counts = Channel.objects.of(request.person.school).order_by().values_list("state").annotate(Count("pk"))
    context = {
        "page": found,
        "columns": ["Account", "Who runs it", "Where it stands", "Last looked over", "What waits"],
        "rows": [_row(channel) for channel in found],
        "counts": [(State(state).label, number) for state, number in counts],
        "may_propose": holds(request.person, "channel.propose"),
        "slug": request.person.school.slug,
    }
    return render(request, "channels/register.html", context)


def _row(channel: Channel) -> list[Any]:
    return [
        {"text": called(channel), "url": reverse("account", args=[channel.pk])},
        channel.owner.name,
        _state(channel),
        date_format(timezone.localtime(channel.moderated_at), "j F Y") if channel.moderated_at else "Not yet",
        _waits(channel),
    ]


def _state(channel: Channel) -> dict[str, str]:
    return {"tag": channel.get_state_display(), "colour": COLOURS.get(channel.state, "blue")}


def _waits(channel: Channel) -> str:
    if channel.state in proposing.BEFORE:
        return "To be prepared and asked for"
    if channel.state == State.ASKED:
        return "A decision"
    if channel.is_open and can_publish(channel.network):
        credential = getattr(channel, "credential", None)
        return "To be connected" if credential is None or credential.refused_at else "Nothing"
    return "Nothing"


@power("channel.see")
@require_safe
def account(request: Request, pk: int) -> HttpResponse:
    """Where one account stands, and what this person can do about it."""
    channel = find(request.person, pk)
    now, mine = rules(channel.school), runs(request.person, channel)
    preparing = channel.state in proposing.BEFORE
    before = steps(channel, now) if preparing else []
    admins = who.of(channel) if channel.is_open else []
    context = {
        "channel": channel,
        "title": called(channel),
        "state": _state(channel),
        "page_url": page(channel.network, channel.handle, channel.address) if channel.is_open else "",
        "rows": _about(channel, mine=mine),
        "mine": mine,
        "owner": request.person.pk == channel.owner_id,
        "oversees": oversees(request.person, channel),
        "preparing": preparing,
        "tasks": [_task(step, channel, mine) for step in before],
        "ready": bool(before) and all(step.done for step in before),
        "closed_because": why_closed(channel) if channel.is_open else "",
        "connects": mine and channel.is_open and can_publish(channel.network),
        "credential": credential_of(channel) if channel.is_open else None,
        "said": list(attested(channel, now.on).values()),
        "risks": risks_in_words(found) if (found := latest(channel)) else [],
        "admins": admins,
        "without": who.without_rights(now, admins) if channel.is_open else [],
        "more": about_row(request.person, channel, []),
        "hands_over": preparing or channel.is_open,
    }
    return render(request, "channels/account.html", context)


def _task(step: Any, channel: Channel, mine: bool) -> dict[str, str]:
    urls = {
        "channel_second": reverse("account_second", args=[channel.pk]),
        "channel_risks": reverse("account_risks", args=[channel.pk]),
        "channel_safe": reverse("account_safe", args=[channel.pk]),
        "agreement": reverse("agreement", args=["account_admin"]),
    }
    url = urls.get(step.url_name, "") if mine else ""
    return {"title": step.title, "hint": step.hint, "url": url, "status": "Done" if step.done else "To do"}


def _about(channel: Channel, *, mine: bool) -> list[tuple[str, ...]]:
    told = [
        ("What it is for", channel.purpose, "purpose"),
        ("Who it is for", channel.get_audience_display(), "purpose"),
        ("What it is called", channel.handle, "handle"),
        ("Its e-mail address", channel.email, "email"),
        ("Looked over", every(channel), "moderation"),
    ]
    if channel.address:
        told.insert(3, ("Its address", channel.address, "handle"))
    rows: list[tuple[str, ...]] = [("Runs it", _two(channel))]
    for what, words, step in told:
        url = reverse("account_change", args=[channel.pk, step])
        now = channel.state in proposing.BEFORE or (channel.is_open and step == "moderation")
        rows.append((what, words, url) if mine and now else (what, words))
    if channel.found_at:
        rows.append(
            ("Found", f"Somebody had started it before anybody asked. {date_format(channel.found_at, 'j F Y')}")
        )
    if channel.opened_at:
        rows.append(("Opened", date_format(timezone.localtime(channel.opened_at), "j F Y")))
    if channel.moderated_at:
        rows.append(("Last looked over", date_format(timezone.localtime(channel.moderated_at), "j F Y")))
    if channel.closed_at:
        rows.append(("Closed", date_format(timezone.localtime(channel.closed_at), "j F Y")))
    return rows


def _two(channel: Channel) -> str:
    people: list[Person] = [person for person in (channel.owner, channel.second) if person]
    return " and ".join(person.name for person in people)


@power("channel.run")
@require_POST
def ask_for_it(request: Request, pk: int) -> HttpResponse:
    channel = to_run(request.person, pk)
    try:
        made = asking.ask(request.person, channel)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("account", pk=pk)
    messages.success(request, "Asked. You are told when it is decided.")
    return redirect("request", pk=made.pk)


@power("channel.run")
@ask
def drop(request: Request, pk: int) -> HttpResponse:
    channel = to_run(request.person, pk)
    if channel.state not in proposing.BEFORE:
        raise Http404
    return asked_and_done(
        request,
        Form(sent(request)),
        lambda _: proposing.drop(request.person, channel),
        done="It is not in preparation any more.",
        to=reverse("accounts"),
        title="You do not want this account any more?",
        lead="Nothing was opened. If it is there already, close it there too. You can propose it again at any time.",
        button="We do not want it any more",
        back_url=reverse("account", args=[pk]),
    )


@power("channel.see")
@ask
def close(request: Request, pk: int) -> HttpResponse:
    channel = to_run(request.person, pk, overseers=True)
    if not channel.is_open:
        raise Http404
    return asked_and_done(
        request,
        Form(sent(request)),
        lambda _: opening.close(request.person, channel),
        done="The account is closed here. Close it on the network too.",
        to=reverse("account", args=[pk]),
        title="Close this account?",
        lead="Nothing can be published on it any more, and what signs in to it is forgotten. What was published stays "
        "there until somebody takes it down. To open it again, it is asked for again.",
        button="Close the account",
    )


@power("channel.run")
@ask
def connect(request: Request, pk: int) -> HttpResponse:
    """What signs in to the account: tried at once, then sealed, and never shown again."""
    channel = to_run(request.person, pk)
    if not channel.is_open or not can_publish(channel.network):
        raise Http404
    form = Connect(adapter(channel.network).asks, sent(request))
    who, steps = first_steps(channel.network)
    return asked_and_done(
        request,
        form,
        lambda given: connecting.connect(request.person, channel, dict(given)),
        done="It works. Posts can go out on this account once they are approved.",
        to=reverse("account", args=[pk]),
        title=f"Connect {called(channel)}",
        lead="We try this with the network at once, which can take a minute. Then it is sealed, and nobody is shown it "
        "again.",
        button="Try it and save",
        template="channels/connect.html",
        who=who,
        steps=steps,
    )


@power("channel.see")
@ask
def disconnect(request: Request, pk: int) -> HttpResponse:
    channel = to_run(request.person, pk, overseers=True)
    if credential_of(channel) is None:
        raise Http404
    return asked_and_done(
        request,
        Form(sent(request)),
        lambda _: connecting.disconnect(request.person, channel),
        done="What signed in is forgotten. Take its access back on the network too.",
        to=reverse("account", args=[pk]),
        title="Forget what signs in to this account?",
        lead="Nothing can be published on it until somebody connects it again.",
        button="Forget it",
    )
