"""Who may know of a case: role, and membership, and not being named in it.

A member of the case holds `case.open`, still is what the case came to them as, and is neither named in it, nor somebody
it may be about (`besides`), nor family of a pupil it names. An IT technician opens none.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from schoolgate.casework.cases.models import Case, Member, Party
from schoolgate.community.models import FamilyLink, Person
from schoolgate.community.powers import holds
from schoolgate.community.roles import Role


def open_to(person: Person) -> QuerySet[Case]:
    """Every case that somebody may open."""
    cases = Case.objects.of(person.school)
    roles = person.roles()
    if not holds(person, "case.open") or Role.TECHNICIAN in roles:
        return cases.none()
    memberships = running_members(person).filter(Q(as_role="") | Q(as_role__in=roles))
    # Asked of each case by itself: who may open 100,000 opens one, or the few that wait, without a list of all.
    here = Exists(memberships.filter(case=OuterRef("pk")))
    return cases.filter(here).exclude(pk__in=about(person)).exclude(besides=person)


def may_open(person: Person, case: Case) -> bool:
    return open_to(person).filter(pk=case.pk).exists()


def running_members(person: Person) -> QuerySet[Member]:
    """Somebody's memberships that have not ended."""
    rows = person.case_memberships.filter(ended_at=None)
    return rows.filter(Q(until=None) | Q(until__gt=timezone.now()))


def who_may_open(case: Case) -> list[Person]:
    """Everybody who may open it now, by name. As many queries for many as for few."""
    return [member.person for member in _who(case)]


def deciders(case: Case) -> list[Person]:
    """Those of them who may decide about it."""
    return [each.person for each in _who(case) if holds(each.person, "case.decide") and not each.broke_glass]


def _who(case: Case) -> list[Member]:
    """The memberships that open a case now, by name: for all of its members what `open_to` asks for one."""
    running = Q(until=None) | Q(until__gt=timezone.now())
    rows = Member.objects.of(case.school).filter(running, case=case, ended_at=None).exclude(person__in=kept_out(case))
    rows = rows.select_related("person__school", "person__account").prefetch_related("person__holdings")
    return [member for member in rows.order_by("person__name", "pk") if _opens(member)]


def _opens(member: Member) -> bool:
    """Whether the roles of a member let their membership count."""
    roles = member.person.roles()
    counts = not member.as_role or member.as_role in roles
    return counts and holds(member.person, "case.open") and Role.TECHNICIAN not in roles


def may_decide(person: Person, case: Case) -> bool:
    """Whether somebody who may open a case may decide about it."""
    return holds(person, "case.decide") and not in_emergency(person, case)


def in_emergency(person: Person, case: Case) -> bool:
    """Whether somebody has a case open only because they opened it in an emergency: to read, to note, to call for help
    and to offer support. Everything else waits for those who work on it."""
    return running_members(person).filter(case=case, broke_glass=True).exists()


def to_decide(person: Person) -> QuerySet[Case]:
    """Every case that somebody may decide about."""
    if not holds(person, "case.decide"):
        return Case.objects.of(person.school).none()
    broken = running_members(person).filter(case=OuterRef("pk"), broke_glass=True)
    return open_to(person).exclude(Exists(broken))


def kept_out(case: Case) -> set[int]:
    """The numbers of those who must never see it: those it names or may be about, and the family of pupils it names."""
    named = set(
        Party.objects.of(case.school)
        .filter(case=case, ended_at=None, person__isnull=False)
        .values_list("person", flat=True)
    )
    family = FamilyLink.objects.of(case.school).filter(child__in=named).values_list("adult", flat=True)
    return named | set(family) | set(case.besides.values_list("pk", flat=True))


def by_precaution(case: Case) -> list[Person]:
    """Those it may be about, as long as nobody has named them."""
    named = Party.objects.of(case.school).filter(case=case, ended_at=None, person__isnull=False).values("person")
    return list(case.besides.exclude(pk__in=named).order_by("name", "pk"))


def people_kept_out(case: Case) -> list[Person]:
    return list(Person.objects.of(case.school).filter(pk__in=kept_out(case)))


def about(person: Person) -> QuerySet[Party, Any]:
    """The cases that name somebody, or a child of theirs, as a query within another."""
    children = FamilyLink.objects.of(person.school).filter(adult=person).values("child")
    # No school is named, because a person is of one: a query that joined it would walk through all its cases.
    rows = Party.unscoped.filter(ended_at=None)
    return rows.filter(Q(person=person) | Q(person__in=children)).values("case")
