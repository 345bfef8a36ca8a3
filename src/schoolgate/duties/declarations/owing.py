"""What the policy asks people to declare by a date, each year or so. The rest is declared when it happens."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.models import Person
from schoolgate.duties.audiences import STAGES, audiences_of
from schoolgate.duties.declarations.kinds import days, of_a_date
from schoolgate.duties.declarations.models import Declaration, Nothing
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import Asked, Due, Owing
from schoolgate.duties.rhythm import months_of
from schoolgate.policy.controls import Owed
from schoolgate.policy.dates import months_after
from schoolgate.record.ledger import reference

KIND = "declaration"
LABEL = "Declarations"
STIRRED_BY: frozenset[str] = frozenset()
"""None: what is declared ends its duty on the spot."""
NOT_THEIRS = frozenset({"parent", "visitor", *STAGES})
"""Audiences that have no page to declare on."""
EARLY_EACH_MONTH = 7
"""What comes round soon is asked for anew no earlier than so many days for each of its months."""


class Said(NamedTuple):
    """One answer: when, its evidence, and the duties that it answers; None: whatever was asked."""

    on: date
    evidence: str
    keys: frozenset[str] | None


def owing(asked: Asked) -> Iterator[Owing]:
    """Each declaration that a clause asks for in a rhythm, by everybody it binds who can declare."""
    wanted = [(owed, months) for owed in asked.duties if owed.duty.kind == KIND and (months := months_of(owed.duty))]
    if not wanted:
        return
    answers = _answers(asked)
    for owed, months in wanted:
        key, people = _key(owed), dict[int, Due]()
        for audience in audiences_of(owed.clause.who):
            for person, since in asked.audiences.of(audience).items() if audience not in NOT_THEIRS else ():
                if person not in people:
                    mine = [said for said in answers.get(person, ()) if said.keys is None or key in said.keys]
                    people[person] = _due(asked.on, audience, since, months, mine)
        what = owed.duty.what[:1].upper() + owed.duty.what[1:]
        yield Owing(KIND, key, what[:200], owed.clause.id, people)


def address(duty: Duty) -> str:  # noqa: ARG001 (every kind takes it)
    return reverse("declare_asked")


def open_duties(person: Person) -> QuerySet[Duty]:
    """What somebody is asked to declare now, the soonest first."""
    owed = Duty.objects.of(person.school).filter(person=person, kind=KIND, state=Duty.State.OWED)
    return owed.order_by("due", "pk")


def _key(owed: Owed) -> str:
    number = owed.clause.duties.index(owed.duty)
    return re.sub(r"[^A-Za-z0-9.-]", "_", owed.clause.id)[:56] + (f"-{number}" if number else "")


def _due(on: date, audience: str, since: date, months: int, said: Sequence[Said]) -> Due:
    """The round that somebody is in: their first, or the one that the end of the last one's months began."""
    if not said:
        return Due("first", max(since, on) + timedelta(days=days("first_days")), audience)
    end = months_after(said[-1].on, months)
    if end - timedelta(days=min(days("early_days"), EARLY_EACH_MONTH * months)) <= on:
        return Due(f"{end:%Y-%m}", end, audience)
    begun = f"{months_after(said[-2].on, months):%Y-%m}" if len(said) > 1 else "first"
    return Due(begun, said[-1].on, audience, said[-1].evidence)


def _answers(asked: Asked) -> Mapping[int, Sequence[Said]]:
    """What each person declared, or said there was nothing of, the oldest first."""
    found: dict[int, list[Said]] = defaultdict(list)
    for made in Declaration.objects.of(asked.school).filter(kind=of_a_date()).only("by", "at"):
        found[made.by_id].append(Said(_day(made), reference(made), None))
    for nothing in Nothing.objects.of(asked.school):
        found[nothing.by_id].append(Said(_day(nothing), reference(nothing), frozenset(nothing.keys)))
    return {person: sorted(said, key=lambda one: one.on) for person, said in found.items()}


def _day(made: Declaration | Nothing) -> date:
    return timezone.localtime(made.at).date()
