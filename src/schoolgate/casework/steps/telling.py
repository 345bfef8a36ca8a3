"""Whether what was written for the people affected has reached them. The parts above that bring it to them say so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.dispatch import Signal
from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.steps.standing import Rung

who_reads = Signal()
"""Sent with `case`: a part answers with a list of Readers, to whom it brings what is written for those affected."""


class Reader(NamedTuple):
    """Somebody affected, as `reader` has them, from when they could read, and which words they could."""

    who: str
    since: datetime
    reads: Callable[[Rung], bool]


def reader(party: Party) -> str:
    """Whom a party is, the same for a person of the school whom two rows name."""
    return f"person {party.person_id}" if party.person_id else f"party {party.pk}"


def readers(case: Case) -> list[Reader]:
    answers: Any = who_reads.send(Case, case=case)
    return [each for _, found in answers for each in found]


def affected(case: Case) -> frozenset[str]:
    rows = Party.objects.of(case.school).filter(case=case, part=Party.Part.AFFECTED, ended_at=None)
    return frozenset(reader(party) for party in rows)


def reached(rung: Rung, people: frozenset[str], found: Sequence[Reader]) -> str:
    """Before the words for the people affected: since when they could read them, or that they were only made ready."""
    able: dict[str, date] = {}
    for each in found:
        if each.who in people and rung.since and each.reads(rung):
            day = timezone.localdate(max(each.since, rung.since))
            able[each.who] = min(day, able.get(each.who, day))
    if not able:
        return "Words made ready for the person affected, not read yet"
    since = date_format(max(able.values()), "j F Y")
    if len(able) == len(people):
        return f"{'The person' if len(people) == 1 else 'The people'} affected could read this since {since}"
    return f"{len(able)} of {len(people)} people affected could read this since {since}"
