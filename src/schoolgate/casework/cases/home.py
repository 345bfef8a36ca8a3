"""What cases give to the home page and the menu."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.casework.cases.access import open_to, to_decide
from schoolgate.casework.cases.clocks import waits_too_long
from schoolgate.casework.cases.models import RUNNING, Case, Challenge, Member
from schoolgate.casework.cases.models import Task as CaseTask
from schoolgate.community.models import Person, School
from schoolgate.community.moments import at, on
from schoolgate.community.powers import holds
from schoolgate.community.today import A_FEW, DUE_SOON, OVERDUE, TO_DO, WORRIES, MenuItem, Task, few
from schoolgate.record.models import LedgerEntry


def has_cases(person: Person) -> bool:
    """Whether somebody decides about cases, or has one that they may open."""
    return holds(person, "case.decide") or open_to(person).exists()


WING = WORRIES
MENU = [
    MenuItem("Cases", "cases", "case.open", "What somebody told the school, and what is done about it", only=has_cases)
]


def tasks(person: Person) -> Iterator[Task]:
    """New cases, clocks that run, and what somebody asked of this person for a case."""
    if not holds(person, "case.open"):
        return
    yield from few(_waiting(person), Task("See what else waits in cases", reverse("cases"), "More of them wait."))


def _waiting(person: Person) -> Iterator[Task]:
    mine = open_to(person)
    yield from _emergencies(person)
    yield from _new(person)
    yield from _officers(person)
    today = timezone.localdate()
    todo = CaseTask.objects.of(person.school).filter(person=person, done_at=None, case__in=mine)
    for task in todo.select_related("case")[: A_FEW + 1]:
        url = reverse("case_tasks", args=[task.case.reference])
        by = f"{task.case.reference}, by {date_format(task.due, 'j F Y')}."
        yield Task("Do what you were asked to do for a case", url, by, OVERDUE if task.due < today else TO_DO, task.due)
    asked = Challenge.objects.of(person.school).filter(to=person, answered_at=None, case__in=mine)
    for each in asked.select_related("case")[: A_FEW + 1]:
        url = reverse("case_challenges", args=[each.case.reference])
        by = f"{each.case.reference}, by {date_format(each.due, 'j F Y')}."
        title = f"Answer {'an appeal' if each.kind == Challenge.Kind.APPEAL else 'a complaint'}"
        yield Task(title, url, by, OVERDUE if each.due < today else TO_DO, each.due)


def _emergencies(person: Person) -> Iterator[Task]:
    """Who opened a case in an emergency, until this person has opened it since."""
    since = LedgerEntry.objects.filter(
        subject=Concat(Value(f"{Case._meta.label_lower}:"), Cast(OuterRef("case"), TextField())),
        verb="case.opened",
        actor=person.pk,
        at__gte=OuterRef("at"),
    )
    broken = Member.objects.of(person.school).filter(broke_glass=True, case__in=open_to(person))
    rows = broken.exclude(person=person).exclude(Exists(since)).select_related("case", "person")
    for row in rows.order_by("at", "pk")[: A_FEW + 1]:
        title = f"Somebody opened {row.case.reference} in an emergency: read why"
        url = reverse("case_members", args=[row.case.reference])
        yield Task(title, url, f"{row.person.name}, {at(row.at)}.", OVERDUE, grave=True)


def _new(person: Person) -> Iterator[Task]:
    new = list(to_decide(person).filter(state=Case.State.NEW).order_by("-danger", "at", "pk")[: A_FEW + 1])
    late = waits_too_long(person.school) if new else None
    for case in new:
        danger = "Somebody may be in danger now. " if case.danger else ""
        grave = bool(case.danger or (late and case.at < late))
        hint = f"{danger}Since {on(case.at)}."
        title = f"Look at what was told: {case.reference}"
        yield Task(title, case.path, hint, OVERDUE if grave else TO_DO, grave=grave)


def _officers(person: Person) -> Iterator[Task]:
    """The clock runs for everybody who may tell the local authority's officer."""
    clock = {"state__in": RUNNING, "threshold": Case.Threshold.HARM, "officer_told_at": None}
    for case in to_decide(person).filter(**clock, officer_due__isnull=False).order_by("officer_due")[: A_FEW + 1]:
        if case.officer_due:
            url = reverse("case_officer", args=[case.reference])
            status = OVERDUE if case.officer_due < timezone.now() else DUE_SOON
            hint = f"{case.reference}, by {at(case.officer_due)}."
            yield Task("Tell the local authority’s officer", url, hint, status, grave=True)


def private_parts(school: School) -> Iterable[int]:
    """Everybody who is a member of a case."""
    return Member.objects.of(school).filter(ended_at=None).values_list("person", flat=True)
