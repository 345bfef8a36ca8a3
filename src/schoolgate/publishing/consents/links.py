"""Links by which a parent answers for one child without signing in: whether one still works."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from schoolgate.community.invitations import hashed
from schoolgate.community.models import Person
from schoolgate.publishing.consents.models import ConsentLink
from schoolgate.publishing.consents.voices import voice_of
from schoolgate.publishing.consents.words import data


def lasts() -> timedelta:
    return timedelta(days=data()["link"]["days"])


def path_of(secret: str) -> str:
    return reverse("consent_link", args=[secret])


def find(secret: str) -> ConsentLink | None:
    """The link of a secret that still works: its parent answers for its child, and is written to where it went."""
    rows = ConsentLink.unscoped.filter(secret_hash=hashed(secret), ended_at=None, expires_at__gt=timezone.now())
    people = ("child__school", "parent__school", "parent__account", "parent__offered_to")
    link = rows.select_related("school", *people).first()
    if link is None or link.parent.write_to().lower() != link.address.lower():
        return None
    return link if link.parent_id in voice_of(link.child, timezone.localdate()).parents else None


def first_name(person: Person) -> str:
    """All that the page of a link says of the child."""
    return person.given_name or person.name.split()[0]
