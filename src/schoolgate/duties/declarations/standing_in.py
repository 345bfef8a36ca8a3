"""Whom a declaration comes to only because others are away, and not for longer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date

from schoolgate.community.models import Absence, Person, School

Find = Callable[[Collection[Person], Collection[Person]], tuple[Person, ...]]
"""From those it must not reach, and those who count as back, to who reads it."""
Absences = Mapping[int, Sequence[Absence]]
"""The absences that led to somebody, by their number."""


def whom(find: Find, besides: Collection[Person], absences: Sequence[Absence]) -> tuple[tuple[Person, ...], Absences]:
    """Who reads it while these absences last, and which of them led to whom.

    Only those who lead say that a head, a chair or a safeguarding lead is away, and these hear of it at once
    (`community/actions/absences.py`): so nobody quietly makes themselves a reader.
    """
    readers = find(besides, ())
    return readers, _led_to(find, readers, besides, absences)


def away_on(school: School, day: date) -> Iterable[Absence]:
    """Every absence that lasts on a day."""
    rows = Absence.objects.of(school).filter(first_day__lte=day, last_day__gte=day)
    return rows.select_related("person__school", "person__account").prefetch_related("person__holdings")


def _led_to(
    find: Find, readers: Iterable[Person], besides: Collection[Person], absences: Sequence[Absence]
) -> Absences:
    """For each reader whom it would not come to if nobody were away: the absences without which it would not."""
    by_right = find(besides, [absence.person for absence in absences]) if absences else tuple(readers)
    standing_in = [reader for reader in readers if reader not in by_right]
    if not standing_in:
        return {}
    without = [(absence, find(besides, [absence.person])) for absence in absences]
    led = {one.pk: [absence for absence, found in without if one not in found] for one in standing_in}
    return {number: found or absences for number, found in led.items()}
