"""Who has and who has not, counted in the database: the same few queries for a hundred people as for ten thousand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from schoolgate.community.models import Absence, Membership, Person, School
from schoolgate.duties.audiences import LABELS
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import line

State = Duty.State
PLACES = {audience: place for place, audience in enumerate(LABELS)}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing asked of one audience. `overdue` and those `away` are among `owed`, and nobody is both."""

    audience: str
    kind: str
    key: str
    what: str
    clause: str
    owed: int
    overdue: int
    done: int
    declined: int
    let_off: int
    away: int

    @property
    def asked(self) -> int:
        return self.owed + self.done + self.declined + self.let_off


def counts(school: School, on: date, audience: str = "") -> list[Row]:
    """A row for each thing asked of each audience (or of one), in the table's order, most late first. Three queries."""
    rows = Duty.objects.of(school).filter(current=True)
    if audience:
        rows = rows.filter(audience=audience)
    late = Count("pk", filter=Q(due__lt=on))
    grouped = rows.order_by().values_list("kind", "key", "audience", "state")
    found: dict[tuple[str, str, str], dict[str, int]] = {}
    latest: dict[tuple[str, str, str], int] = {}
    for kind, key, who, state, number, overdue, newest in grouped.annotate(
        number=Count("pk"), overdue=late, newest=Max("pk")
    ):
        place = (kind, key, who)
        found.setdefault(place, {})[state] = number
        if state == State.OWED:
            found[place]["overdue"] = overdue
        latest[place] = max(newest, latest.get(place, 0))
    # Few are away: they are counted by themselves, so that the index alone counts the rest.
    of_the_away = rows.filter(person__in=away_on(school, on).values("person"), state=State.OWED).order_by()
    for kind, key, who, number, overdue in of_the_away.values_list("kind", "key", "audience").annotate(
        number=Count("pk"), overdue=late
    ):
        found[(kind, key, who)]["away"] = number
        found[(kind, key, who)]["overdue"] -= overdue
    newest_of = Duty.objects.of(school).only("kind", "key", "what", "clause", "audience", "round", "evidence")
    says = {duty.pk: duty for duty in newest_of.filter(pk__in=latest.values()).order_by()}
    table = [_row(says[latest[place]], by_state) for place, by_state in found.items()]
    return sorted(table, key=lambda row: (PLACES.get(row.audience, len(PLACES)), -row.overdue, -row.owed, row.what))


def _row(one: Duty, by_state: dict[str, int]) -> Row:
    owed, overdue = by_state.get(State.OWED, 0), by_state.get("overdue", 0)
    done, declined = by_state.get(State.DONE, 0), by_state.get(State.DECLINED, 0)
    let_off, away = by_state.get(State.LET_OFF, 0), by_state.get("away", 0)
    return Row(one.audience, one.kind, one.key, line(one), one.clause, owed, overdue, done, declined, let_off, away)


def away_on(school: School, on: date) -> QuerySet[Absence]:
    """The absences of a day. Nobody is late, or reminded, while they are away."""
    return Absence.objects.of(school).filter(first_day__lte=on, last_day__gte=on)


def late(school: School, on: date) -> QuerySet[Duty]:
    """Everything owed at a school that was due before a day, by people who are not away on it."""
    owed = Duty.objects.of(school).filter(state=State.OWED, due__lt=on)
    return owed.exclude(person__in=away_on(school, on).values("person"))


def people_late(school: School, on: date) -> int:
    """How many people are late with something."""
    return int(late(school, on).order_by().aggregate(number=Count("person", distinct=True))["number"])


def late_people_of(person: Person, on: date) -> QuerySet[Duty]:
    """What is late among those whom somebody manages, or teaches in a class of theirs."""
    classes = Membership.objects.of(person.school).filter(group__kind="class", group__ended_on__isnull=True)
    taught = classes.filter(person=person, leads=True).values("group")
    pupils = Membership.objects.of(person.school).filter(group__in=taught, leads=False).values("person")
    return late(person.school, on).filter(Q(person__manager=person) | Q(person__in=pupils))


def by_audience(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The rows under the name of each audience, in their order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(LABELS.get(row.audience, row.audience), []).append(row)
    return list(found.items())
