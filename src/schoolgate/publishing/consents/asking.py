"""What a school asks about: the purposes it has, and until when a yes lasts."""

from __future__ import annotations

from datetime import date, timedelta

from schoolgate.community.calendar import school_year
from schoolgate.community.models import Person, School
from schoolgate.community.years import stage, years
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.consents.models import Lasting, Purpose
from schoolgate.publishing.consents.words import data
from schoolgate.publishing.networks.known import purpose

ALWAYS = (Purpose.WEBSITE, Purpose.NEWSLETTER, Purpose.PRESS, Purpose.DISPLAY)
"""What every school has; a network is asked about where the school is on it, or prepares to be."""


def purposes(school: School) -> list[Purpose]:
    """What is asked about at this school, in the order of the list."""
    gone = (Channel.State.CLOSED, Channel.State.REFUSED)
    networks = Channel.objects.of(school).exclude(state__in=gone).order_by().values_list("network", flat=True)
    wanted = {purpose(network) for network in networks.distinct()} | {one.value for one in ALWAYS}
    return [one for one in Purpose if one.value in wanted]


def lasts(school: School) -> str:
    """How long a yes lasts here: the school's choice; where it has made none, until they leave, and what is out then
    may stay."""
    row = Lasting.objects.of(school).order_by("-at", "-pk").first()
    return row.lasts if row else Lasting.Choice.STAYS


def until(person: Person, lasts: str, on: date) -> date | None:
    """The last day of a yes that is said on a day; None: until they leave."""
    if lasts in (Lasting.Choice.LEAVING, Lasting.Choice.STAYS):
        return None
    order, more = list(years()), 0
    at = order.index(person.year) if person.year in order else None
    end = date(school_year(on) + 1, 8, 31)
    if end <= on + told_before():
        # Whoever is told that a yes ends, and says it again, says it for the year that comes.
        end = date(end.year + 1, 8, 31)
        at = at + 1 if at is not None and at + 1 < len(order) else None
    if lasts == Lasting.Choice.STAGE and at is not None:
        more = sum(1 for year in order[at + 1 :] if stage(year) == stage(order[at]))
    return date(end.year + more, 8, 31)


def told_before() -> timedelta:
    """How long before a yes ends whoever gave it is told."""
    return timedelta(days=int(data()["ending"]["tell_days_before"]))
