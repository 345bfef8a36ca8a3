"""Who is to have full rights on an official account, who is said to have them, and whose should end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from schoolgate.community.models import Person
from schoolgate.community.roles import IMPLIES, Role
from schoolgate.duties.owing import Asked
from schoolgate.policy.explain import role_label
from schoolgate.publishing.channels.known import number
from schoolgate.publishing.channels.models import Channel, ChannelAdmin
from schoolgate.publishing.channels.powers import RUNS
from schoolgate.publishing.channels.standing import full_rights
from schoolgate.publishing.networks.network import Admin


def of(channel: Channel) -> list[ChannelAdmin]:
    """Those who can do everything with it, as far as we know."""
    rows = channel.admins.filter(ended_on=None).select_related("person__account", "attested_by")
    return list(rows.prefetch_related("person__holdings"))


def candidates(channel: Channel, now: Asked) -> list[Person]:
    """Everybody who may stand there: those said to, those who run it, and those whose role has full rights."""
    people = [one.person for one in of(channel)]
    people += [person for person in (channel.owner, channel.second) if person]
    people += [person for _, held_by in full_rights(now) for person in held_by]
    return sorted({person.pk: person for person in people}.values(), key=lambda person: (person.name, person.pk))


def without_rights(now: Asked, admins: Iterable[ChannelAdmin]) -> list[str]:
    """The roles that are to have full rights on it, of whom nobody has."""
    there = {one.person_id for one in admins if one.attested_on or one.seen_at}
    return [role_label(role) for role, people in full_rights(now) if not there & {person.pk for person in people}]


def matched(admin: Admin, people: Iterable[Person]) -> Person | None:
    """Whom the network most likely means: by the address, else by the whole name. A person confirms it."""
    known = list(people)
    by_mail = (person for person in known if admin.email and _mail(person) == admin.email.casefold())
    by_name = [person for person in known if person.name.casefold() == admin.name.strip().casefold()]
    return next(by_mail, by_name[0] if len(by_name) == 1 else None)


def _mail(person: Person) -> str:
    return (person.email() or "").casefold()


def goes_by(admin: ChannelAdmin, on: date, *, wanted: bool) -> date | None:
    """By when somebody's access is to end: as was said, or soon after the last role that lets them have it; None while
    they may have it. `wanted`: they run the account, or their role has full rights on it."""
    if admin.to_go_by:
        return admin.to_go_by
    holdings = list(admin.person.holdings.all())
    if not wanted:
        ended = [one.to_date for one in holdings if one.to_date and one.to_date <= on]
        return max(ended, default=on) + timedelta(days=number("off_within_days"))
    if any(_lets(one.role) and one.from_date <= on and (one.to_date is None or one.to_date > on) for one in holdings):
        return None
    ended = [one.to_date for one in holdings if _lets(one.role) and one.to_date and one.to_date <= on]
    return max(ended, default=on) + timedelta(days=number("off_within_days"))


def _lets(role: str) -> bool:
    return role != Role.LEAVER and bool({role, IMPLIES.get(role, "")} & {str(each) for each in RUNS})
