"""Who is in each audience of a school on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from django.db.models import Q

from schoolgate.community.models import Group, Membership, Person, RoleHolding, School
from schoolgate.community.roles import IMPLIES, Role
from schoolgate.community.signin import comes_in
from schoolgate.community.years import stage
from schoolgate.policy.holders import away

LABELS: Mapping[str, str] = {
    "staff": "Staff",
    "governor": "Governors",
    "volunteer": "Volunteers",
    "contractor": "Contractors and supply staff",
    "visitor": "Visitors",
    "parent": "Parents and carers",
    "eyfs": "Nursery and Reception",
    "ks1": "Key Stage 1",
    "ks2": "Key Stage 2",
    "ks3": "Key Stage 3",
    "ks4": "Key Stage 4",
    "ks5": "Sixth form",
    "account_admin": "People who run official accounts",
    "head": "Head teacher",
    "dsl": "Safeguarding lead",
    "slt": "Senior leaders",
    "chair": "Chair of governors",
    "technician": "IT technician",
}
"""Every audience, in the order of the head's table."""

STAGES = ("eyfs", "ks1", "ks2", "ks3", "ks4", "ks5")
EVERYONE = ("staff", "governor", "volunteer", "contractor", "parent", *STAGES)


class Audiences:
    """A school's people on a day, by audience: person number -> the day since when. Three queries in all."""

    def __init__(self, school: School, on: date) -> None:
        self.school = school
        self.on = on

    @cached_property
    def _holdings(self) -> Sequence[tuple[int, str, date, bool]]:
        """Person, role, since, and whether they stand in for somebody: every role that runs."""
        running = RoleHolding.objects.of(self.school).filter(from_date__lte=self.on)
        running = running.filter(Q(to_date__isnull=True) | Q(to_date__gt=self.on))
        return list(running.values_list("person", "role", "from_date", "acting"))

    @cached_property
    def _by_role(self) -> Mapping[str, Mapping[int, date]]:
        found: dict[str, dict[int, date]] = {}
        for person, role, since, _ in self._holdings:
            for each in (role, IMPLIES.get(role)):
                if each:
                    people = found.setdefault(each, {})
                    people[person] = min(since, people.get(person, since))
        return found

    @cached_property
    def _by_stage(self) -> Mapping[str, Mapping[int, date]]:
        pupils = self._by_role.get(Role.PUPIL, {})
        found: dict[str, dict[int, date]] = {}
        years = Person.objects.of(self.school).exclude(year="").values_list("pk", "year")
        for person, year in years:
            if person in pupils:
                found.setdefault(stage(year), {})[person] = pupils[person]
        return found

    @cached_property
    def _account_admins(self) -> Mapping[int, date]:
        teams = Membership.objects.of(self.school).filter(group__kind=Group.Kind.ACCOUNT_ADMINS)
        teams = teams.filter(Q(group__ended_on__isnull=True) | Q(group__ended_on__gt=self.on))
        here = {person for people in self._by_role.values() for person in people}
        return {person: self.on for person in teams.values_list("person", flat=True) if person in here}

    def of(self, audience: str) -> Mapping[int, date]:
        """Everybody in an audience, or with a role, and since when."""
        if audience == "account_admin":
            return self._account_admins
        return self._by_stage.get(audience, {}) if audience in STAGES else self._by_role.get(audience, {})

    def office(self, role: str) -> Mapping[int, date]:
        """Those who owe what falls to an office: whoever stands in, is there and can come in; else whose office it is.

        Where nobody else has it, those who stand in owe it, there or not.
        """
        acting = {person: since for person, held, since, stands_in in self._holdings if stands_in and held == role}
        people = Person.objects.of(self.school).filter(pk__in=acting).select_related("school", "account")
        there = {person.pk for person in people if not away(person, self.on) and comes_in(person)}
        return (
            {person: since for person, since in acting.items() if person in there}
            or {person: since for person, since in self.of(role).items() if person not in acting}
            or acting
        )


def audiences_of(who: Iterable[str]) -> tuple[str, ...]:
    """The audiences that a clause's `who` binds, in the order of the table: "pupil" is every key stage."""
    named = set(who)
    if "everyone" in named:
        named |= set(EVERYONE)
    if "pupil" in named:
        named |= set(STAGES)
    return tuple(audience for audience in LABELS if audience in named)
