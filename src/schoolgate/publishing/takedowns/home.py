"""What takedowns give to the home page and the menu."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from schoolgate.community import moments
from schoolgate.community.models import Person
from schoolgate.community.powers import holds
from schoolgate.community.today import OVERDUE, PUBLISHING, TO_DO, MenuItem, Task
from schoolgate.publishing.takedowns.models import Asker
from schoolgate.publishing.takedowns.reading import by_hand


def _has_asked(person: Person) -> bool:
    return Asker.objects.of(person.school).filter(by=person).exists()


WING = PUBLISHING
MENU = [
    MenuItem("What comes down", "takedowns", "takedown.see", "Posts with somebody who may not be shown", aside=True),
    MenuItem("Pictures that come down", "my_takedowns", "takedown.mine", "How far it is", aside=True, only=_has_asked),
]


def tasks(person: Person) -> Iterator[Task]:
    """For the head and the safeguarding leads, until a stranger finds nothing; the doing is on each one's own page."""
    if not holds(person, "takedown.see"):
        return
    first = by_hand(person.school).first()
    if first is None:
        return
    until = first.by_hand_by  # type: ignore[attr-defined]
    status = OVERDUE if until < timezone.now() else TO_DO
    hint = f"No machine could take it down, or tell whether it is gone. By {moments.at(until)}."
    yield Task("See that a post comes down", reverse("takedowns"), hint, status, timezone.localtime(until).date())
