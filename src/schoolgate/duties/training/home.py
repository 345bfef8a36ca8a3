"""What training gives to the home page, the menu and everybody's own record."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from schoolgate.community.models import Person
from schoolgate.community.own_record import Entry
from schoolgate.community.powers import holds
from schoolgate.community.today import OWED, Link, MenuItem, Task
from schoolgate.duties.owing import asked
from schoolgate.duties.training.catalogue import courses
from schoolgate.duties.training.material import topics
from schoolgate.duties.training.models import Completion
from schoolgate.duties.training.needs import Need, chosen, needs
from schoolgate.policy.explain import joined

WING = OWED
MENU = [
    MenuItem("Training", "training", "training.take", "Take a short course, and find your certificates", aside=True)
]


def tasks(person: Person) -> Iterator[Task]:
    """For whoever leads training: the topics that the policy asks for and no course covers."""
    if holds(person, "training.manage"):
        missing = without_course(person)
        if missing:
            named = joined([topics()[need.topic] for need in missing])
            clauses = ", ".join(dict.fromkeys(need.clause for need in missing))
            title = "Find a course for what the policy asks staff to learn"
            yield Task(title, reverse("training_courses"), f"No course covers {named} ({clauses}).")


def without_course(person: Person) -> list[Need]:
    """What the school's policy asks people to learn and none of its courses covers."""
    return chosen(needs(asked(person.school, timezone.localdate())), courses(person.school))[1]


def about_person(by: Person, person: Person) -> Iterator[Link]:
    """From somebody's page to what they have learned, for those who write it down."""
    if holds(by, "training.record") and (holds(person, "training.take") or person.completions.exists()):
        yield Link("See what they have learned", reverse("training_person", args=[person.pk]))


def record(person: Person) -> Iterator[Entry]:
    """Each course that somebody has completed."""
    done = Completion.objects.of(person.school).filter(person=person, withdrawn_at__isnull=True)
    for one in done.select_related("course"):
        yield Entry(one.on, "Learned", one.course.title, url=reverse("training_completion", args=[one.pk]))
