"""What signs in to an official account for us: tried, sealed, replaced, forgotten; and refused by the network."""

from __future__ import annotations

from collections.abc import Mapping

import httpx
from django.utils import timezone

from schoolgate.community.change import Refused, by_machine
from schoolgate.community.mail import send
from schoolgate.community.models import Person
from schoolgate.community.notices import tell
from schoolgate.publishing.channels.gate import line
from schoolgate.publishing.channels.models import Channel, Credential
from schoolgate.publishing.channels.reaching import NOT_NOW, held, runs
from schoolgate.publishing.networks.errors import Trouble

MAIL = "An official account is not connected any more."


def connect(
    by: Person, channel: Channel, secrets: Mapping[str, str], transport: httpx.BaseTransport | None = None
) -> None:
    """Try these with the network, then keep them sealed in place of any before. Raises Refused with the network's own
    trouble in a sentence, and then nothing is kept."""
    if not channel.is_open or not runs(by, channel):
        raise Refused(NOT_NOW)
    try:
        # Before the change, so that a slow network holds nobody up.
        line(channel, dict(secrets), transport).check_access()
    except Trouble as trouble:
        raise Refused(trouble.sentence) from None
    with held(by, channel, Channel.State.OPEN) as (ledger, row):
        Credential.objects.of(row.school).filter(channel=row).delete()
        credential = Credential(channel=row, by=by, tested_at=timezone.now())
        credential.keep(**secrets)
        credential.save()
        ledger.write("channel.connected", row, network=row.network)


def disconnect(by: Person, channel: Channel) -> None:
    """Forget what signed in."""
    with held(by, channel, overseers=True) as (ledger, row):
        gone, _ = Credential.objects.of(row.school).filter(channel=row).delete()
        if not gone:
            raise Refused("It is not connected. Nothing is needed from you.")
        ledger.write("channel.disconnected", row)


def refused(channel: Channel) -> None:
    """The network does not take the credentials any more: nothing goes out, and those who run it are told. Once."""
    with by_machine(channel.school) as ledger:
        rows = Credential.objects.of(channel.school).select_for_update().filter(channel=channel)
        credential = rows.first()
        if credential is None or credential.refused_at:
            ledger.write("channel.access_refused_again", channel)
            return
        credential.refused_at = timezone.now()
        credential.save(update_fields=["refused_at"])
        ledger.write("channel.access_refused", channel)
        path = f"/accounts/{channel.pk}/"
        people = [person for person in (channel.owner, channel.second) if person]
        tell(people, f"“{channel.handle}” does not let Schoolgate in any more.", path)
        for person in people:
            send(person, MAIL, path)
