"""How often, and how fast, what was asked to be taken down is gone: for each network."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import QuerySet

from schoolgate.casework.cases.models import Case
from schoolgate.casework.removals.models import Removal
from schoolgate.casework.removals.routes import networks, number


@dataclass(frozen=True, slots=True)
class Rate:
    """Of what one network (or whoever wrote there) was asked to take down: how many, how many are gone, how many of
    them within `within()` days, and in how many days half of those that are gone were; None for none."""

    network: str
    label: str
    asked: int
    gone: int
    in_time: int
    days: float | None

    @property
    def percent(self) -> int:
        """Gone in time, of a hundred."""
        return round(100 * self.in_time / self.asked)


def within() -> int:
    return number("within")


def rates(cases: QuerySet[Case]) -> list[Rate]:
    """Each network with something asked of it in these cases, the most asked first. One query."""
    rows = Removal.unscoped.filter(case__in=cases, asked_on__isnull=False).order_by()
    took: dict[str, list[int | None]] = defaultdict(list)
    for network, state, asked_on, ended_on in rows.values_list("network", "state", "asked_on", "ended_on"):
        took[network].append(_days(asked_on, ended_on) if state == Removal.State.GONE else None)
    found = [_rate(network, all_) for network, all_ in took.items()]
    return sorted(found, key=lambda rate: (-rate.asked, rate.label))


def _rate(network: str, took: list[int | None]) -> Rate:
    gone = [days for days in took if days is not None]
    in_time = sum(1 for days in gone if days <= within())
    return Rate(network, networks()[network].label, len(took), len(gone), in_time, median(gone) if gone else None)


def _days(asked_on: date | None, ended_on: date | None) -> int | None:
    return max(0, (ended_on - asked_on).days) if asked_on and ended_on else None
