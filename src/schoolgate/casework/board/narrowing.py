"""Which of the cases that somebody may open they look at: by state, kind, who leads, year group and when it came."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from schoolgate.casework.board.clocks import Clocks
from schoolgate.casework.cases.access import open_to
from schoolgate.casework.cases.models import RUNNING, Case, Party
from schoolgate.casework.cases.words import kinds
from schoolgate.community.models import Person
from schoolgate.community.words import year_label
from schoolgate.community.years import years

NOBODY = "nobody"
SHOW = [
    ("", "Running"),
    (Case.State.NEW, "New"),
    (Case.State.OPEN, "Open"),
    ("late", "Out of time"),
    ("due", "Something to be done by a day"),
    (Case.State.CLOSED, "Closed"),
    (Case.State.JOINED, "Joined to another"),
    ("all", "All"),
]


def _day(label: str) -> forms.DateField:
    """One box: in a form that narrows a list, three for each day would be most of the page."""
    no_day = "Write the day like 2026-09-01: year, month, day"
    box = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=box, error_messages={"invalid": no_day})


class Period(forms.Form):
    """When it came, first and last day."""

    first = _day("From")
    last = _day("To")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("first") and found.get("last") and found["last"] < found["first"]:
            self.add_error("last", "The last day cannot be before the first")
        return found


class Kind(forms.Form):
    kind = forms.ChoiceField(
        label="What it is",
        required=False,
        choices=lambda: [("", "Anything"), *((one.code, one.label) for one in kinds().values())],
    )


class Which(Kind):
    """Beside what it is: who leads, and which year group it names."""

    lead = forms.ChoiceField(label="Who leads", required=False)
    year = forms.ChoiceField(label="Year group", required=False)

    def __init__(self, person: Person, data: Any = None) -> None:
        super().__init__(data)
        leads = Person.objects.of(person.school).filter(
            pk__in=open_to(person).filter(state__in=RUNNING).order_by().values("lead")
        )
        # Those of the roll, not of the cases: nobody learns of a case that they may not open, and no case is counted.
        present = set(Person.objects.of(person.school).order_by().values_list("year", flat=True).distinct())
        named = [
            ("", "Anybody"),
            (NOBODY, "Nobody yet"),
            *((str(pk), name) for pk, name in leads.values_list("pk", "name")),
        ]
        groups = [("", "Any"), *((year, year_label(year)) for year in years() if year in present)]
        self.fields["lead"].choices = named  # type: ignore[attr-defined]
        self.fields["year"].choices = groups  # type: ignore[attr-defined]


class Narrow(Which, Period):
    """What narrows the list on the board."""

    show = forms.ChoiceField(label="Show", required=False, choices=SHOW)
    field_order = ("show", "kind", "lead", "year", "first", "last")


def narrowed(person: Person, wanted: dict[str, Any]) -> QuerySet[Case]:
    """Those of the cases that somebody may open which they look for, as a form gives it. All where it gives nothing."""
    cases = open_to(person)
    show = wanted.get("show", "all")
    if show in ("late", "due"):
        cases = cases.filter(pk__in=Clocks(cases, person.school, over=show == "late").numbers())
    elif show != "all":
        cases = cases.filter(state__in=[show] if show else RUNNING)
    if lead := wanted.get("lead"):
        cases = cases.filter(lead=None if lead == NOBODY else lead)
    if year := wanted.get("year"):
        naming = Party.objects.of(person.school).filter(year=year, ended_at=None)
        cases = cases.filter(pk__in=naming.values("case"))
    if kind := wanted.get("kind"):
        cases = of_kind(cases, kind)
    return between(cases, wanted.get("first"), wanted.get("last"))


def of_kind(cases: QuerySet[Case], kind: str) -> QuerySet[Case]:
    """Those that are of a kind, whatever else they are too."""
    return cases.annotate(kinds_text=Cast("kinds", TextField())).filter(kinds_text__contains=f'"{kind}"')


def between(cases: QuerySet[Case], first: date | None, last: date | None) -> QuerySet[Case]:
    """Those that came from the first day to the last, both of them in."""
    since = Q(at__gte=morning(first)) if first else Q()
    until = Q(at__lt=morning(last + timedelta(days=1))) if last else Q()
    return cases.filter(since, until)


def morning(day: date) -> datetime:
    """The moment at which a day begins at the school."""
    return timezone.make_aware(datetime.combine(day, time()))
