"""An official account is proposed, described otherwise, or not wanted any more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from schoolgate.community.actions.groups import into_team
from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Person, School
from schoolgate.community.notices import tell
from schoolgate.community.roles import Role
from schoolgate.policy.models import in_force
from schoolgate.policy.speaking import AS
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.powers import RUNS
from schoolgate.publishing.channels.reaching import held
from schoolgate.publishing.channels.standing import is_private, moderate_at_most, rules, who_agrees

State = Channel.State
BEFORE = (State.PROPOSED, State.REFUSED)
"""While it can be described otherwise."""
OFTEN = {"moderate_every", "agreed_with"}
"""What can be said otherwise while it is open."""
PRIVATE = "This is a private address, or another organisation’s. Use an address of the school, such as its office’s."
TAKEN = "This account is in the register already. Look for it there."
ONE = "You run it yourself. Choose somebody else, so that there are two of you."
MAY_NOT = "The policy does not let {} run an official account. Choose somebody else."
NOT_HERE = "{} does not work at the school and is no governor of it. Choose somebody else."


def propose(by: Person, second: Person | None, *, found_at: datetime | None = None, **about: Any) -> Channel:
    """Begin to prepare an account, as its owner. `about`: network, handle, address, purpose, audience, email,
    moderate_every, agreed_with."""
    with change(by, "channel.propose", by.school) as ledger:
        may_run(by)
        channel = Channel(school=by.school, owner=by, found_at=found_at)
        _describe(channel, about)
        channel.save()
        ledger.write("channel.proposed", channel, network=channel.network, found=found_at is not None)
        into_team(ledger, [by])
        _tell_who_agreed(channel, about)
        if second:
            _second(ledger, channel, second)
    return channel


def describe(by: Person, channel: Channel, **about: Any) -> None:
    """Say something of it otherwise, before it is asked for; and later, how often it is looked over."""
    states = (*BEFORE, State.OPEN) if about.keys() <= OFTEN else BEFORE
    with held(by, channel, *states) as (ledger, row):
        _describe(row, about)
        row.save()
        ledger.write("channel.described", row, changed=sorted(about))
        _tell_who_agreed(row, about)


def choose_second(by: Person, channel: Channel, second: Person) -> None:
    """Say who else runs it, before it is asked for."""
    with held(by, channel, *BEFORE) as (ledger, row):
        _second(ledger, row, second)


def drop(by: Person, channel: Channel) -> None:
    """It is not wanted any more, before it was opened."""
    with held(by, channel, *BEFORE) as (ledger, row):
        row.state, row.closed_at = State.CLOSED, timezone.now()
        row.save(update_fields=["state", "closed_at"])
        ledger.write("channel.dropped", row)


def _tell_who_agreed(channel: Channel, about: dict[str, Any]) -> None:
    """Whoever is said to have agreed learns of it, and can say that they did not."""
    if channel.agreed_with and "agreed_with" in about:
        words = f"“{channel.handle}”: you are said to have agreed how often it is looked over."
        tell([channel.agreed_with], words, f"/accounts/{channel.pk}/")


def _describe(channel: Channel, about: dict[str, Any]) -> None:
    # Two who describe the same account at once come one after the other.
    School.objects.select_for_update(no_key=True).get(pk=channel.school_id)
    for name, value in about.items():
        setattr(channel, name, value)
    channel.handle = channel.handle.strip().lstrip("@")
    if "email" in about and is_private(channel.school, channel.email):
        raise Refused(PRIVATE)
    if about.keys() & OFTEN:
        _often_enough(channel)
    same = Channel.objects.of(channel.school).filter(network=channel.network, handle__iexact=channel.handle)
    if same.exclude(state=State.CLOSED).exclude(pk=channel.pk).exists():
        raise Refused(TAKEN)


def _often_enough(channel: Channel) -> None:
    """Raises Refused where it would be looked over too seldom, or nobody agreed whom the policy wants asked."""
    now = rules(channel.school)
    most, people = moderate_at_most(now), who_agrees(now)
    if not 1 <= channel.moderate_every <= most:
        often = "Every day" if most == 1 else f"At least every {most} days"
        raise Refused(f"{often} is how often it is to be looked over. Choose {most} or fewer.")
    if people and channel.agreed_with not in people:
        raise Refused("The policy wants this agreed. Speak with one of those whom it names, then choose them.")


def _second(ledger: Change, channel: Channel, second: Person) -> None:
    if second.pk == channel.owner_id:
        raise Refused(ONE)
    may_run(second)
    channel.second = second
    channel.save(update_fields=["second"])
    ledger.write("channel.second_chosen", channel, person=second.pk)
    into_team(ledger, [second])
    tell([second], f"{channel.owner.name} would like to run an official account with you.", f"/accounts/{channel.pk}/")


def may_run(person: Person) -> None:
    """Raises Refused for whoever does not work here or govern it, and for whom the policy forbids it."""
    roles = person.roles()
    if not roles & RUNS or Role.LEAVER in roles:
        raise Refused(NOT_HERE.format(person.name))
    version = in_force(person.school)
    speaks_as = next((by for role, by in AS.items() if role in roles), "staff")
    facts = {"by": speaks_as, "account": "school"}
    if version and version.judge("run.official_account", facts, timezone.localdate()).verdict == "forbidden":
        raise Refused(MAY_NOT.format(person.name))
