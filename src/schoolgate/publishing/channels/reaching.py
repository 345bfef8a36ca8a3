"""Which official accounts somebody has a part in, and what they may do there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Q, QuerySet
from django.http import Http404

from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Person, School
from schoolgate.community.powers import holds
from schoolgate.publishing.channels.known import label
from schoolgate.publishing.channels.models import Channel

OVERSEE, RUN = "channel.oversee", "channel.run"
NOT_NOW = "This account has changed meanwhile. Go back to its page to see where it stands."


def has_a_part(person: Person) -> Q:
    """In which channels somebody is the owner, the second or an administrator."""
    return Q(owner=person) | Q(second=person) | Q(admins__person=person, admins__ended_on=None)


def seen_by(person: Person) -> QuerySet[Channel]:
    """The accounts that somebody may look at: all, for those who oversee them; else those they have a part in."""
    rows = Channel.objects.of(person.school).select_related("school", "owner", "second", "request", "assessment")
    if holds(person, OVERSEE):
        return rows
    return rows.filter(has_a_part(person) | Q(agreed_with=person)).distinct()


def runs(person: Person, channel: Channel) -> bool:
    """Whether somebody owns an account or is its second."""
    return person.pk in (channel.owner_id, channel.second_id) and holds(person, RUN)


def oversees(person: Person, channel: Channel) -> bool:
    return person.school_id == channel.school_id and holds(person, OVERSEE)


def find(person: Person, pk: int) -> Channel:
    """An account that somebody may look at, or 404."""
    found = seen_by(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def to_run(person: Person, pk: int, *, overseers: bool = False) -> Channel:
    """One that somebody runs (or, with `overseers`, oversees), or 404."""
    found = find(person, pk)
    if not runs(person, found) and not (overseers and oversees(person, found)):
        raise Http404
    return found


@contextmanager
def held(by: Person, channel: Channel, *states: str, overseers: bool = False) -> Iterator[tuple[Change, Channel]]:
    """A change to an account by somebody who runs it (or, with `overseers`, oversees it), with its row locked.

    Raises Refused where they may not, or it is in none of these states.
    """
    power = OVERSEE if overseers and not runs(by, channel) else RUN
    with change(by, power, channel.school) as ledger:
        row = locked(channel.school, channel.pk)
        if not runs(by, row) and not (overseers and oversees(by, row)):
            raise Refused("Only those who run this account can do this. Ask the people who stand on its page.")
        if states and row.state not in states:
            raise Refused(NOT_NOW)
        yield ledger, row


def locked(school: School, pk: int) -> Channel:
    return Channel.objects.of(school).select_for_update().get(pk=pk)


def called(channel: Channel) -> str:
    """What people call it: “Website: Our school”."""
    return f"{label(channel.network)}: {channel.handle}"
