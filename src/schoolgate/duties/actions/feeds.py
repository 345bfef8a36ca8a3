"""A private address for one's dates: made, made anew, ended."""

from __future__ import annotations

import secrets
from hashlib import sha256

from django.db import models
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import Change, Refused, by_machine, change
from schoolgate.community.models import Person, School
from schoolgate.community.notices import tell
from schoolgate.community.powers import SIGNED_IN
from schoolgate.community.roles import SIGNS_IN
from schoolgate.duties.models import CalendarFeed

BITS = 160


def make_feed(person: Person) -> str:
    """Make the address of one's own calendar, and end the one before. Its secret, which is known only now."""
    secret = secrets.token_urlsafe(BITS // 8)
    with change(person, SIGNED_IN, person.school) as ledger:
        Person.unscoped.select_for_update().get(pk=person.pk)
        _open(person).update(ended_at=timezone.now())
        feed = CalendarFeed.objects.create(person=person, secret_hash=hashed(secret))
        ledger.write("duties.feed_made", feed)
    return secret


def end_feed(person: Person) -> None:
    """End the address of one's own calendar, at once. Raises Refused where there is none."""
    with change(person, SIGNED_IN, person.school) as ledger:
        feed = _open(person).select_for_update().first()
        if feed is None:
            raise Refused("You have no calendar address any more, so nothing had to be ended.")
        feed.ended_at = timezone.now()
        feed.save()
        ledger.write("duties.feed_ended", feed)


def end_known_feed(ledger: Change, person: Person) -> None:
    """End the address of somebody who is helped back in, within that change: whoever had their sign-in may know it."""
    feed = _open(person).select_for_update().first()
    if feed:
        feed.ended_at = timezone.now()
        feed.save()
        ledger.write("duties.feed_ended", feed)
        tell([person], "The address of your calendar has ended. You can make a new one.", reverse("calendar"))


def end_feeds_of_leavers(school: School) -> int:
    """End the addresses of those who have no role here any more, so that none comes alive again. How many."""
    feeds = CalendarFeed.objects.of(school).filter(ended_at__isnull=True).select_related("person")
    gone = [feed for feed in feeds.prefetch_related("person__holdings") if not feed.person.roles() & SIGNS_IN]
    if gone:
        with by_machine(school) as ledger:
            for feed in gone:
                feed.ended_at = timezone.now()
                feed.save()
                ledger.write("duties.feed_ended", feed)
    return len(gone)


def person_of(secret: str) -> Person | None:
    """Whose calendar a secret opens; None for a wrong or ended one, or somebody without a role today."""
    feed = CalendarFeed.unscoped.filter(secret_hash=hashed(secret), ended_at__isnull=True).first()
    return feed.person if feed and feed.person.roles() & SIGNS_IN else None


def has_feed(person: Person) -> bool:
    return _open(person).exists()


def hashed(secret: str) -> str:
    """A secret this long cannot be guessed, so a quick hash keeps it as well as a slow one."""
    return sha256(secret.encode()).hexdigest()


def _open(person: Person) -> models.QuerySet[CalendarFeed]:
    return CalendarFeed.objects.of(person.school).filter(person=person, ended_at__isnull=True)
