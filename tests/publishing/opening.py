"""An official account on its way: proposed, assessed, signed for, asked for, open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from factories import a_text, somebody
from schoolgate.approvals.actions import deciding
from schoolgate.community.models import Person, School
from schoolgate.duties.agreements.actions.signing import sign
from schoolgate.duties.agreements.texts import current_text
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.models import in_force
from schoolgate.publishing.channels.actions import asking, assessing, proposing
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.standing import rules, who_agrees

RISK = {"what": "Strangers write", "likelihood": 2, "harm": 2, "measures": "Messages are off.", "left": 1}
IN_A_YEAR = timedelta(days=300)


def adopt(school: School, pack: str = "model") -> None:
    head = Person.objects.of(school).filter(holdings__role="head").first() or somebody("head", school=school)
    version = adopting.send(head, drafting.start_from(head, pack))
    adopting.adopt(somebody("governor", school=school, account=None), version, date(2020, 9, 1))


def a_proposal(owner: Person, second: Person, *, network: str = "instagram", **about: Any) -> Channel:
    """Only described."""
    said = {
        "handle": f"alder.{network}",
        "address": "",
        "purpose": "What the forest school does.",
        "audience": "families",
        "email": "office@school.example",
        "moderate_every": 1,
        "agreed_with": next(iter(who_agrees(rules(owner.school))), None),
        **about,
    }
    return proposing.propose(owner, second, network=network, **said)


def prepared(channel: Channel, *, sign_it: bool = True) -> Channel:
    """Everything done that comes before asking."""
    assessing.assess(channel.owner, channel, [RISK], timezone.localdate() + IN_A_YEAR)
    assessing.attest(channel.owner, channel, ["password", "second_step"])
    text = current_text(channel.school, "account_admin") or a_text(channel.school, "account_admin", by=_head(channel))
    for person in (channel.owner, channel.second):
        if sign_it:
            sign(person, text, text.sha256)
    channel.refresh_from_db()
    return channel


def an_open_channel(school: School, network: str = "instagram", **about: Any) -> Channel:
    """Decided by the head of a school that has adopted the model policy, unless it has one in force."""
    if in_force(school) is None:
        adopt(school)
    owner, second = somebody("staff", school=school), somebody("staff", school=school)
    channel = prepared(a_proposal(owner, second, network=network, **about))
    deciding.approve(_head(channel), asking.ask(owner, channel), "A good idea.")
    channel.refresh_from_db()
    return channel


def _head(channel: Channel) -> Person:
    found = Person.objects.of(channel.school).filter(holdings__role="head").first()
    return found or somebody("head", school=channel.school)
