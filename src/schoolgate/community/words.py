"""How roles, years and days stand on the community's pages."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.formats import date_format

from schoolgate.community.models import Person, RoleHolding
from schoolgate.community.roles import Role
from schoolgate.community.years import years


def heading(role: str) -> str:
    """The role's name with a capital letter, as a choice begins."""
    label = str(Role(role).label)
    return label[0].upper() + label[1:]


def role_name(holding: RoleHolding) -> str:
    """“Head teacher”, “Acting head teacher” for somebody who stands in, or what they are called here."""
    if holding.called:
        return holding.called[0].upper() + holding.called[1:]
    return f"Acting {Role(holding.role).label}" if holding.acting else heading(holding.role)


def without_role(person: Person) -> str:
    """What somebody without a role now is: a visitor never had one."""
    return "No role now" if person.year or person.left_on or person.holdings.all() else "Visitor"


def year_label(year: str) -> str:
    """“Year 3”; '' for none."""
    return years()[year]["label"] if year in years() else ""


def days(first: date, last: date) -> str:
    """“3 May 2026”, or “3 May 2026 to 5 May 2026”."""
    return date_format(first) if first == last else f"{date_format(first)} to {date_format(last)}"


def held(holding: RoleHolding) -> str:
    """From when until when a role is held, last day and all."""
    if holding.to_date is None:
        return f"From {date_format(holding.from_date)}"
    if holding.to_date <= holding.from_date:
        return f"Ended on the day it began, {date_format(holding.to_date)}"
    return f"From {date_format(holding.from_date)} until {date_format(holding.to_date - timedelta(days=1))}"
