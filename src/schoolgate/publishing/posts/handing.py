"""Media that a network fetches for itself: each has an address that nobody can guess, for one try to send one delivery.

Whether anything is to be had there is asked anew each time (`views/handing.py`): only while that try is under way.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from schoolgate.publishing.networks import known
from schoolgate.publishing.pictures.models import Picture
from schoolgate.publishing.posts.models import Delivery

# Names that only the school's own network knows (RFC 6761, RFC 6762, RFC 8375, and ICANN's of 2024-07-29).
AT_HOME = (".local", ".localhost", ".internal", ".home.arpa", ".lan", ".test")


def can_be_fetched() -> bool:
    """Whether this installation has an address that a network can reach over the internet, encrypted."""
    at = urlsplit(settings.ADDRESS)
    host = at.hostname or ""
    if at.scheme != "https":
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(AT_HOME)


def addresses(taken: Delivery, pictures: Sequence[Picture]) -> list[str]:
    """Where each of these is found by the delivery's network; none for one that is sent them, or cannot reach us."""
    if not fetches(taken) or not can_be_fetched():
        return []
    return [settings.ADDRESS + path(taken, place, one) for place, one in enumerate(pictures)]


def fetches(delivery: Delivery) -> bool:
    network = delivery.channel.network
    return network in known.WHERE and known.adapter(network).can.fetches


def path(taken: Delivery, place: int, picture: Picture) -> str:
    return reverse("post_media", args=[taken.pk, place, mark(taken, place, picture)])


def mark(taken: Delivery, place: int, picture: Picture) -> str:
    """What nobody can guess of the address: other for each try, place and picture."""
    said = f"{taken.key} {taken.tries} {place} {picture.sha256}"
    return salted_hmac("schoolgate.publishing.posts.handing", said, algorithm="sha256").hexdigest()
