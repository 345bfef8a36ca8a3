"""The looks that people owe."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Max
from django.urls import reverse

from schoolgate.duties.models import Duty
from schoolgate.duties.owing import Asked, Due, Owing
from schoolgate.duties.reviews.models import Review
from schoolgate.duties.reviews.standing import owners_of, standings, stands
from schoolgate.duties.reviews.things import OWN, Thing, data, things

KIND = "review"
LABEL = "Reviews and checks"
STIRRED_BY = frozenset({"review.recorded", "review.change_noted"})


def owing(asked: Asked) -> Iterator[Owing]:
    """Each thing's next look, by those who owe it; and the checks that everybody makes for themselves."""
    for standing in standings(asked):
        if standing.due:
            due = standing.due
            people = {pk: Due(standing.round, due, role) for pk, role in owners_of(asked, standing.thing).items()}
            yield Owing(KIND, standing.thing.key, standing.thing.what, standing.thing.clause, people)
    for thing in things(asked):
        if thing.audiences:
            yield Owing(KIND, thing.key, thing.what, thing.clause, _each(asked, thing))


def _each(asked: Asked, thing: Thing) -> dict[int, Due]:
    rows = Review.objects.of(asked.school).filter(key=thing.key, whose__isnull=False)
    newest = rows.order_by().values("whose").annotate(newest=Max("pk")).values("newest")
    last = {row.whose_id: row for row in rows.filter(pk__in=newest)}
    found: dict[int, Due] = {}
    for audience in thing.audiences:
        for person in asked.audiences.of(audience):
            standing = stands(asked, thing, last.get(person), None)
            if person not in found and standing.due:
                found[person] = Due(standing.round, standing.due, audience)
    return found


def early_days() -> int:
    """The next look is owed as soon as there was one, a year ahead: nothing for a home page until shortly before."""
    return int(data()["early_days"])


def address(duty: Duty) -> str:
    return reverse("review_record", args=[duty.key])


def answer(duty: Duty) -> str:
    """Where the head sees what was seen; not of a check that somebody makes for themselves."""
    return "" if duty.audience in (*OWN, "governor") else reverse("review", args=[duty.key])
