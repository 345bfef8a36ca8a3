"""`schoolgate duties`: who owes what, by when, because of which clause."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypedDict

from schoolgate.cli import installation
from schoolgate.cli.output import add_json, could_not, emit
from schoolgate.web import environment

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from schoolgate.community.models import Person, School


class Line(TypedDict):
    """One duty. `cause` is a clause, or law or guidance by name; `due` a day; `state` owed, overdue,
    away (owed by somebody who is away), done, declined, let_off."""

    person: str
    kind: str
    cause: str
    due: str
    state: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--person", metavar="E-MAIL", help="what one person owes")
    parser.add_argument("--overdue", action="store_true", help="only what should have been done by now")
    parser.add_argument("--school", metavar="NAME", help="one school, by its name or short name")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """2: no installation there, or no school or person by that name."""
    installation.start()
    if not installation.is_there():
        return could_not(
            f"There is no installation in {environment.data_folder()}. Set SCHOOLGATE_DATA to its folder, "
            "or begin one with `schoolgate serve`."
        )
    lines = [line for school in _schools(args.school) for line in _lines(school, _people(school, args.person), args)]
    if args.person and not lines and not any(_people(school, args.person) for school in _schools(args.school)):
        return could_not(f"Nobody has the address {args.person} here. Look at the list of people for the right one.")
    emit({"duties": lines}, args, lambda: _table(lines))
    return 0


def _schools(name: str | None) -> list[School]:
    from django.db.models import Q

    from schoolgate.community.models import School

    if not name:
        return list(School.objects.order_by("name"))
    found = list(School.objects.filter(Q(slug=name) | Q(name__iexact=name)))
    return found or could_not(f"There is no school called {name} on this installation. Leave --school out to see all.")


def _people(school: School, address: str | None) -> QuerySet[Person] | None:
    from django.db.models import Q

    from schoolgate.community.models import Person

    if not address:
        return None
    theirs = Q(account__email__iexact=address) | Q(offered_to__email__iexact=address) | Q(address__iexact=address)
    return Person.objects.of(school).filter(theirs)


def _lines(school: School, people: QuerySet[Person] | None, args: argparse.Namespace) -> Iterator[Line]:
    from django.utils import timezone

    from schoolgate.duties.counting import away_on
    from schoolgate.duties.models import Duty
    from schoolgate.duties.settling import settle

    # Whatever still waits for the background, or for tomorrow morning, is owed now.
    settle(school)
    today = timezone.localdate()
    away = set(away_on(school, today).values_list("person", flat=True))
    found = Duty.objects.of(school).filter(current=True)
    if people is not None:
        found = found.filter(person__in=people)
    if args.overdue:
        found = found.filter(state=Duty.State.OWED, due__lt=today).exclude(person__in=away)
    duties = found.select_related("person__account", "person__offered_to").order_by("due", "person__name", "pk")
    for duty in duties.iterator(chunk_size=2000):
        owed, is_away = duty.state == Duty.State.OWED, duty.person_id in away
        overdue = owed and duty.due < today
        yield Line(
            person=duty.person.write_to() or duty.person.name,
            kind=duty.kind,
            cause=duty.clause,
            due=duty.due.isoformat(),
            state="away" if owed and is_away else "overdue" if overdue else duty.state,
        )


def _table(lines: list[Line]) -> str:
    if not lines:
        return "Nothing is owed."
    heads = Line(person="Person", kind="Kind", cause="Cause", due="Due", state="State")
    rows = [[str(value) for value in row.values()] for row in (heads, *lines)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in padded)
