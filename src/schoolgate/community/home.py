"""What the community's pages give to the home page and the menu."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.community import beginning
from schoolgate.community.calendar import school_year
from schoolgate.community.models import Person, RoleHolding, School, Term
from schoolgate.community.powers import holds
from schoolgate.community.roles import TERM_OF_OFFICE, Role
from schoolgate.community.today import DUE_SOON, PEOPLE, MenuItem, Task

WING = PEOPLE
MENU = [
    MenuItem("People", "people", "people.see", "See who is at the school, and change their roles"),
    MenuItem("Classes", "classes", "class.see", "Who teaches and who is in each class", aside=True),
    MenuItem("Term dates", "terms", "term.see", "When the school is open", aside=True),
]

TERM_ENDS_WITHIN = timedelta(days=60)


def tasks(person: Person) -> Iterator[Task]:
    for offer in person.account.offers() if person.account else []:
        yield Task(f"Say whether you belong to {offer.school.name}", reverse("choose_school"), "They have added you.")
    yield from beginning.tasks(person)
    if person.roles() & {Role.HEAD, Role.CHAIR}:
        yield from _terms_of_office(person)
    if holds(person, "term.change") and not _has_terms(person.school):
        yield Task("Add the term dates", reverse("terms"), "So that nobody is reminded in the holidays.")


def private_parts(school: School) -> Iterable[int]:
    """Line managers: much of what their staff tell the school and ask of it comes to them."""
    return Person.objects.of(school).filter(managed__isnull=False).values_list("pk", flat=True)


def _terms_of_office(person: Person) -> Iterator[Task]:
    """Terms of others that end soon, with nothing after them."""
    today = timezone.localdate()
    holdings = RoleHolding.objects.of(person.school).filter(role__in=TERM_OF_OFFICE)
    after = holdings.filter(person=OuterRef("person"), role=OuterRef("role"), from_date__gte=OuterRef("to_date"))
    soon = holdings.filter(from_date__lte=today, to_date__gt=today, to_date__lte=today + TERM_ENDS_WITHIN)
    for held in soon.exclude(Exists(after) | Q(person=person)).select_related("person"):
        if held.to_date:
            last = held.to_date - timedelta(days=1)
            title = f"See to {held.person.name}’s term as {Role(held.role).label}"
            hint = f"It ends on {date_format(last)}. Give the role again from the day after, or let it end."
            yield Task(title, reverse("person", args=[held.person_id]), hint, DUE_SOON, last)


def _has_terms(school: School) -> bool:
    """Whether the terms of the school year that runs are written down, the one of today or one that is to come."""
    today = timezone.localdate()
    ends = Term.objects.of(school).filter(last_day__gte=today).values_list("last_day", flat=True)
    summer = Term.objects.of(school).order_by("-last_day").values_list("last_day", flat=True).first()
    return ends.exists() or (summer is not None and school_year(summer) == school_year(today))
