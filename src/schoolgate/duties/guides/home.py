"""What the guide gives to the home page, the menu and everybody's own record."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from schoolgate.community.models import Person
from schoolgate.community.own_record import Entry
from schoolgate.community.powers import holds
from schoolgate.community.today import POLICY, MenuItem, Task
from schoolgate.duties.guides.families import guide_now, without
from schoolgate.duties.guides.models import Given
from schoolgate.duties.guides.owing import KIND
from schoolgate.duties.models import Duty

WING = POLICY
MENU = [
    MenuItem("Families’ guide", "guide_here", "guide.read", "What the policy asks of parents and pupils", aside=True)
]


def tasks(person: Person) -> Iterator[Task]:
    """For whoever leads the school: the families who have not had it. Whoever owes it has that task already."""
    owed = Duty.objects.of(person.school).filter(person=person, kind=KIND, state=Duty.State.OWED)
    if holds(person, "guide.manage") and not owed.exists() and (now := guide_now(person.school)):
        many = without(person.school, now).count()
        if many:
            left = "1 family has" if many == 1 else f"{many} families have"
            yield Task("Give families the guide to the policy", reverse("guides"), f"{left} not had it.")


def record(person: Person) -> Iterator[Entry]:
    """Each guide that somebody was given."""
    url = reverse("guide", args=[person.school.slug])
    for one in Given.objects.of(person.school).filter(person=person):
        yield Entry(timezone.localdate(one.at), "Given", f"The families’ guide, {one.get_how_display()}", url=url)
