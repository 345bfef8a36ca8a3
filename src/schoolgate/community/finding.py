"""Finding people of a school among thousands: by name or address, role, year group and class."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from schoolgate.community.accents import like
from schoolgate.community.models import Membership, Person, RoleHolding, School
from schoolgate.community.roles import IMPLIES, SIGNS_IN


def holding(school: School, *roles: str, on: date | None = None) -> QuerySet[Person]:
    """Everybody who holds one of these roles on a day (today, unless told), or one that brings it."""
    bring = {*roles} | {held for held, brought in IMPLIES.items() if brought in roles}
    return Person.objects.of(school).filter(pk__in=_running(school, bring, on or timezone.localdate()))


def here(school: School) -> QuerySet[Person]:
    """Everybody with a role today."""
    running = _running(school, SIGNS_IN, timezone.localdate())
    return Person.objects.of(school).filter(pk__in=running)


def find(people: QuerySet[Person], school: School, wanted: dict[str, Any]) -> QuerySet[Person]:
    """Those of `people` that somebody looks for: any of `name`, `role`, `year` and `group`, as a form gives them."""
    for word in (wanted.get("name") or "").split():
        people = people.filter(
            Q(name__iregex=like(word))
            | Q(address__icontains=word)
            | Q(account__email__icontains=word)
            | Q(offered_to__email__icontains=word)
        )
    if role := wanted.get("role"):
        people = people.filter(pk__in=_running(school, {role}, timezone.localdate()))
    if year := wanted.get("year"):
        people = people.filter(year=year)
    if group := wanted.get("group"):
        people = people.filter(pk__in=Membership.objects.of(school).filter(group=group).values("person"))
    return people


def _running(school: School, roles: Collection[str], day: date) -> QuerySet[RoleHolding, Any]:
    held = RoleHolding.objects.of(school).filter(role__in=roles, from_date__lte=day).exclude(to_date__lte=day)
    return held.values("person")
