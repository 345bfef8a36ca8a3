"""The channels that somebody may write for."""

from __future__ import annotations

from django.db.models import QuerySet

from schoolgate.community.models import Person
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.reaching import has_a_part
from schoolgate.publishing.networks.known import WHERE


def runs(person: Person) -> QuerySet[Channel]:
    """The open channels that somebody has a part in, and that posts can be sent to."""
    rows = Channel.objects.of(person.school).filter(has_a_part(person), state=Channel.State.OPEN, network__in=WHERE)
    return rows.distinct()
