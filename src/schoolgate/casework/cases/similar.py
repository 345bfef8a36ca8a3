"""Earlier cases that may have to do with one: the same people, or the same kind, within a year."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from schoolgate.casework.cases.access import open_to
from schoolgate.casework.cases.models import Case, Party
from schoolgate.community.models import Person

A_YEAR = timedelta(days=365)
LOOKED_AT, MOST = 200, 8


def similar(person: Person, case: Case, besides: Collection[int] = ()) -> list[tuple[Case, str]]:
    """Those among the cases that this person may open, each with why: those with the same people first. `besides`:
    the numbers of cases to leave out."""
    rows = open_to(person).exclude(pk__in={case.pk, *besides}).filter(at__gt=case.at - A_YEAR)
    named = Party.objects.of(case.school).filter(case=case, ended_at=None, person__isnull=False).values("person")
    parties = Party.objects.of(case.school).filter(ended_at=None, person__in=named).values("case")
    found = {each.pk: (each, "It names somebody whom this case names.") for each in rows.filter(pk__in=parties)[:MOST]}
    for each in rows[:LOOKED_AT]:
        if set(each.kinds) & set(case.kinds):
            found.setdefault(each.pk, (each, "It is of the same kind."))
    return list(found.values())[:MOST]
