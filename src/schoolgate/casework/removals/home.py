"""What removals give to the home page: what waits for somebody's next step."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from schoolgate.casework.cases.access import open_to
from schoolgate.casework.cases.models import Case
from schoolgate.casework.removals.actions.removing import POWER
from schoolgate.casework.removals.models import Removal
from schoolgate.community.models import Person
from schoolgate.community.powers import holds
from schoolgate.community.today import A_FEW, Task, few


def tasks(person: Person) -> Iterator[Task]:
    if holds(person, POWER):
        rest = Task("See what else is still online", reverse("home"), "Open each of your cases.")
        yield from few(_waiting(person), rest)


def _waiting(person: Person) -> Iterator[Task]:
    """The cases that somebody leads, or that nobody leads yet, with something whose next step is due."""
    rows = Removal.objects.of(person.school).filter(
        Q(case__lead=None) | Q(case__lead=person),
        state=Removal.State.OPEN,
        look_on__lte=timezone.localdate(),
        case__in=open_to(person).filter(state__in=(Case.State.NEW, Case.State.OPEN)),
    )
    counted = rows.order_by().values("case__reference").annotate(number=Count("pk")).order_by("case__reference")
    for row in counted[: A_FEW + 1]:
        reference, what = row["case__reference"], "1 thing" if row["number"] == 1 else f"{row['number']} things"
        url = reverse("removals", args=[reference])
        yield Task(f"See to what is still online ({reference})", url, f"{what} to take down.")
