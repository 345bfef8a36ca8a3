"""The school's terms are written down, so that nobody is chased in the holidays."""

from __future__ import annotations

from datetime import date

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person, School, Term


def add_term(by: Person, school: School, *, name: str, first_day: date, last_day: date) -> Term:
    """Add a term. Raises Refused when it ends before it begins or shares a day with another."""
    with change(by, "term.change", school) as ledger:
        _check(school, first_day, last_day)
        term = Term.objects.create(school=school, name=name, first_day=first_day, last_day=last_day)
        ledger.write("term.added", term, first_day=first_day.isoformat(), last_day=last_day.isoformat())
        return term


def change_term(by: Person, term: Term, *, name: str, first_day: date, last_day: date) -> None:
    """Change a term's name or days. Raises Refused as for a new one."""
    with change(by, "term.change", term.school) as ledger:
        _check(term.school, first_day, last_day, besides=term)
        term.name, term.first_day, term.last_day = name, first_day, last_day
        term.save()
        ledger.write("term.changed", term, first_day=first_day.isoformat(), last_day=last_day.isoformat())


def remove_term(by: Person, term: Term) -> None:
    with change(by, "term.change", term.school) as ledger:
        ledger.write("term.removed", term)
        term.delete()


def _check(school: School, first_day: date, last_day: date, besides: Term | None = None) -> None:
    if last_day < first_day:
        raise Refused("The term ends before it begins. Check the two days.")
    # Two who add a term at once come one after the other.
    School.objects.select_for_update().get(pk=school.pk)
    others = Term.objects.of(school)
    others = others.exclude(pk=besides.pk) if besides else others
    if other := others.filter(first_day__lte=last_day, last_day__gte=first_day).first():
        raise Refused(f"These days run into {other.name}. Check the days of both.")
