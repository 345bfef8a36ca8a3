"""What lessons give to the menu, the calendar and everybody's own record."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from schoolgate.community.calendar import school_year
from schoolgate.community.models import Person
from schoolgate.community.own_record import Entry
from schoolgate.community.powers import holds
from schoolgate.community.today import OWED, MenuItem
from schoolgate.duties.dates import Date
from schoolgate.duties.lessons.models import Lesson
from schoolgate.duties.lessons.year import safer_internet_day

WING = OWED
MENU = [
    MenuItem(
        "Lessons", "lessons", "lesson.read", "SMART and THINK activities, and what each class has done", aside=True
    )
]


def dates(person: Person) -> Iterator[Date]:
    """Safer Internet Day, for those who teach."""
    day = safer_internet_day(school_year(timezone.localdate()) + 1)
    if day and holds(person, "lesson.record"):
        yield Date(f"safer-internet-day-{day.year}", day, "Safer Internet Day", reverse("lessons"))


def record(person: Person) -> Iterator[Entry]:
    """Each lesson that somebody wrote down."""
    for one in Lesson.objects.of(person.school).filter(by=person, withdrawn_at__isnull=True).select_related("group"):
        whom = one.group.name if one.group else "the whole school"
        yield Entry(one.on, "Taught", f"{one.title}: {whom}", url=reverse("lesson", args=[one.pk]))
