"""Whether posts may go out on an official account today, and the line to its network. Credentials are opened here and
nowhere else."""

from __future__ import annotations

import httpx
from django.utils import timezone

from schoolgate.community.models import Person
from schoolgate.publishing.channels.known import can_publish, label
from schoolgate.publishing.channels.models import Channel, Credential
from schoolgate.publishing.networks.errors import NoAccess
from schoolgate.publishing.networks.known import adapter as class_of
from schoolgate.publishing.networks.network import Account, Network

NOT_OPEN = "This account is not open, so nothing can be published on it. Its page says what is missing."
BY_HAND = "Schoolgate cannot publish on {} by itself yet. Publish there by hand, or choose another account."
NOT_CONNECTED = "This account is not connected. Whoever runs it connects it on its page."
REFUSED = "The network does not let Schoolgate in any more. Whoever runs the account connects it again on its page."
NOBODY = "Nobody who runs this account is at the school now. The head teacher says on its page who does."


def why_closed(channel: Channel) -> str:
    """Why nothing may go out on it now, in a sentence that says what to do; '' when posts may."""
    if not channel.is_open or channel.request_id is None or channel.assessment_id is None:
        return NOT_OPEN
    if not any(_is_here(person) for person in (channel.owner, channel.second)):
        return NOBODY
    if not can_publish(channel.network):
        return BY_HAND.format(label(channel.network))
    credential = credential_of(channel)
    if credential is None:
        return NOT_CONNECTED
    return REFUSED if credential.refused_at else ""


def adapter(channel: Channel, transport: httpx.BaseTransport | None = None) -> Network:
    """The line to the account's network, signed in. Raises NoAccess where it is not connected, KeyError for a network
    that there is no adapter for."""
    credential = credential_of(channel)
    if credential is None:
        raise NoAccess(NOT_CONNECTED)
    return line(channel, {str(name): str(value) for name, value in credential.private.items()}, transport)


def as_stranger(channel: Channel) -> Network:
    """The line with nothing to sign in with, to look what a stranger finds. Raises KeyError as `adapter` does."""
    return line(channel, {})


def line(channel: Channel, secrets: dict[str, str], transport: httpx.BaseTransport | None = None) -> Network:
    return class_of(channel.network)(Account(channel.handle, channel.address, secrets, transport))


def credential_of(channel: Channel) -> Credential | None:
    return Credential.objects.of(channel.school).filter(channel=channel).first()


def _is_here(person: Person | None) -> bool:
    return person is not None and bool(person.roles(timezone.localdate()) - {"leaver"})
