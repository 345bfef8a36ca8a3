"""Somebody has seen what they were told."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.community.change import change
from schoolgate.community.models import Notice, Person
from schoolgate.community.notices import unseen
from schoolgate.community.powers import SIGNED_IN


def see(person: Person, notice: Notice) -> None:
    """One's own notice is seen. A second time changes nothing."""
    if notice.person_id != person.pk:
        raise ValueError("A notice is seen by the person it is for.")
    if notice.seen_at:
        return
    with change(person, SIGNED_IN, person.school) as ledger:
        notice.seen_at = timezone.now()
        notice.save(update_fields=["seen_at"])
        ledger.write("notice.seen", notice)


def see_all(person: Person) -> int:
    """All of one's own notices are seen. How many were not."""
    news = unseen(person)
    if not news.exists():
        return 0
    with change(person, SIGNED_IN, person.school) as ledger:
        count = news.update(seen_at=timezone.now())
        ledger.write("notice.all_seen", person, notices=count)
    return count
