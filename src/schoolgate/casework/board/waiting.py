"""What waits, and for whom: over the running cases that somebody may open."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from schoolgate.casework.board.clocks import to_answer
from schoolgate.casework.cases.models import RUNNING, Case, Task
from schoolgate.community.models import Person


@dataclass(slots=True)
class Waits:
    """What waits for one person; for nobody in particular where `person` is None. `late` are among the tasks and what
    is to be answered."""

    person: Person | None
    new: int = 0
    leads: int = 0
    tasks: int = 0
    answers: int = 0
    late: int = 0


def waits(cases: QuerySet[Case]) -> list[Waits]:
    """A line for everybody that something waits for: nobody's first, then by name. Four queries."""
    today, found = timezone.localdate(), dict[int | None, Waits]()

    def of(person: int | None) -> Waits:
        return found.setdefault(person, Waits(None))

    running = cases.filter(state__in=RUNNING).order_by()
    for lead, state, number in running.values_list("lead", "state").annotate(number=Count("pk")):
        if state == Case.State.NEW:
            of(lead).new = number
        else:
            of(lead).leads = number
    late = Count("pk", filter=Q(due__lt=today))
    tasks = Task.unscoped.filter(case__in=running, done_at=None).order_by().values_list("person")
    for person, number, overdue in tasks.annotate(number=Count("pk"), overdue=late):
        of(person).tasks, of(person).late = number, overdue
    asked = to_answer(cases).order_by().values_list("to")
    for person, number, overdue in asked.annotate(number=Count("pk"), overdue=late):
        of(person).answers = number
        of(person).late += overdue
    for person, one in Person.unscoped.in_bulk([pk for pk in found if pk]).items():
        found[person].person = one
    return sorted(found.values(), key=lambda one: (one.person is not None, one.person.name if one.person else ""))
