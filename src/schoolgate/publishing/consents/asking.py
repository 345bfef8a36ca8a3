"""What a school asks about: the purposes it has, and until when a yes lasts."""

from __future__ import annotations

from datetime import date

from schoolgate.community.calendar import school_year
from schoolgate.community.models import Person, School
from schoolgate.community.years import stage, years
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.consents.models import Lasting, Purpose
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
    """How long a yes lasts here: the school's choice; where it has made none, until they leave."""
    row = Lasting.objects.of(school).order_by("-at", "-pk").first()
    return row.lasts if row else Lasting.Choice.LEAVING


def until(person: Person, lasts: str, on: date) -> date | None:
    """The last day of a yes that is said on a day; None: until they leave."""
    if lasts == Lasting.Choice.LEAVING:
        return None
    more = 0
    if lasts == Lasting.Choice.STAGE and person.year in years():
        order = list(years())
        after = order[order.index(person.year) + 1 :]
        more = sum(1 for year in after if stage(year) == stage(person.year))
    return date(school_year(on) + 1 + more, 8, 31)
