"""What reports give to the home page, the menu, the Ask page and one's own record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import models
from django.urls import reverse
from django.utils import timezone

from schoolgate.casework.cases.access import open_to
from schoolgate.casework.reports.actions.talking import waiting
from schoolgate.casework.reports.models import Report
from schoolgate.casework.reports.questions import data
from schoolgate.casework.reports.thread import raise_address
from schoolgate.community.models import Person, School
from schoolgate.community.own_record import Entry
from schoolgate.community.powers import holds
from schoolgate.community.today import A_FEW, WORRIES, Link, MenuItem, Task, few

WING = WORRIES
MENU = [MenuItem("Report a worry", "tell_inside", "report.make", "Tell us about something that worries you")]


def tasks(person: Person) -> Iterator[Task]:
    """For those who work on a case: what was told and not read. For whoever told us: what the school asks."""
    cases = open_to(person)
    found = (
        Task(
            "Read what was told",
            reverse("case_report", args=[each.case.reference, each.reference]),
            f"{each.case.reference}, since {timezone.localtime(each.at):%-d %B}.",
        )
        for each in waiting(person, cases)[: A_FEW + 1]
    )
    yield from few(found, Task("See what else was told", reverse("cases"), "It stands with your cases."))
    asked = Report.objects.of(person.school).filter(by=person, posts__from_school=True, posts__seen_at=None).distinct()
    says = (
        Task("Read what the school says to you", reverse("told_one", args=[each.reference]), f"{each.reference}.")
        for each in asked[: A_FEW + 1]
    )
    rest = Task("See what else the school says to you", reverse("told"), "It stands with what you told us.")
    yield from few(says, rest)


def public_links() -> Iterator[Link]:
    """For everybody, whatever the school."""
    if School.objects.exists():
        hint = "Something online that hurt or worried you. With your name or without."
        yield Link("Tell us about something", reverse("tell_schools"), hint)


def after_answer(person: Person, act: str) -> Iterator[Link]:
    """Where an answer of the Ask page leads: to tell us of it."""
    if act in data()["acts"] and holds(person, "report.make"):
        yield Link("Tell us that this happened", reverse("tell_inside"))


def about_row(by: Person, row: models.Model, people: Iterable[Person]) -> Iterator[Link]:
    """What somebody reads can be raised as a worry, which never goes to those it is about."""
    if holds(by, "report.make"):
        yield Link("Raise this as a worry", raise_address(by, row, people))


def record(person: Person) -> Iterator[Entry]:
    """What somebody told us signed in. What was told without a name is in nobody's record."""
    for each in Report.objects.of(person.school).filter(by=person):
        url = reverse("told_one", args=[each.reference])
        words = f"You told us about something ({each.reference})"
        yield Entry(timezone.localtime(each.at).date(), "Told", words, "", url)


def private_parts(school: School) -> Iterable[int]:
    """Everybody who told us something signed in."""
    return Report.objects.of(school).filter(by__isnull=False).values_list("by", flat=True)
