"""Whom a declaration comes to only because others are away: not for longer, and to nobody who saw to it themselves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date

from schoolgate.community.models import Absence, Person, School
from schoolgate.record.ledger import reference
from schoolgate.record.models import LedgerEntry

Find = Callable[[Collection[Person], Collection[Person]], tuple[Person, ...]]
"""From those it must not reach, and those who count as back, to who reads it."""
Absences = Mapping[int, Sequence[Absence]]
"""The absences that led to somebody, by their number."""


def whom(find: Find, besides: Collection[Person], absences: Sequence[Absence]) -> tuple[tuple[Person, ...], Absences]:
    """Who reads it while these absences last, and which of them led to whom.

    Whoever wrote down an absence that led to them is passed over; where that leaves nobody, it waits for those who
    are away: else saying that somebody is away would choose who reads.
    """
    out = list(besides)
    while readers := find(out, ()):
        while_away = _led_to(find, readers, out, absences)
        own = [reader for reader in readers if _wrote(reader, while_away.get(reader.pk, ()))]
        if not own:
            return readers, while_away
        out += own
    return find(besides, [absence.person for absence in absences]), {}


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


def _wrote(person: Person, absences: Iterable[Absence]) -> bool:
    """Whether somebody wrote down one of these absences."""
    said = [reference(absence) for absence in absences]
    return LedgerEntry.objects.filter(verb="absence.said", subject__in=said, actor=person.pk).exists()
