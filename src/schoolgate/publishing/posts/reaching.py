"""The channels that somebody may write for."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from schoolgate.community.models import Person
from schoolgate.publishing.channels.known import label
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.networks.known import WHERE


def has_a_part(person: Person) -> Q:
    """In which channels somebody is the owner, the second or an administrator."""
    return Q(owner=person) | Q(second=person) | Q(admins__person=person, admins__ended_on=None)


def runs(person: Person) -> QuerySet[Channel]:
    """The open channels that somebody has a part in, and that posts can be sent to."""
    rows = Channel.objects.of(person.school).filter(has_a_part(person), state=Channel.State.OPEN, network__in=WHERE)
    return rows.distinct()


def called(channel: Channel) -> str:
    """What people call it: “Website: Our school”."""
    return f"{label(channel.network)}: {channel.handle}"
