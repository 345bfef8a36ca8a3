"""Which families a school has, what the guide says to them today, and who has not had it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from schoolgate.community.models import FamilyLink, Person, RoleHolding, School
from schoolgate.duties.guides.guide import Guide, guide
from schoolgate.duties.guides.models import Given
from schoolgate.policy.models import PolicyVersion, in_force


@dataclass(frozen=True, slots=True)
class Now:
    """The guide of a day and the version it comes from."""

    version: PolicyVersion
    guide: Guide


def guide_now(school: School, on: date | None = None) -> Now | None:
    """What the policy in force says to families; None where it says nothing, or there is none."""
    day = on or timezone.localdate()
    version = in_force(school, day)
    if version is None:
        return None
    made = guide(version.clauses_on(day))
    return None if made.empty else Now(version, made)


def recipients(school: School, on: date | None = None) -> QuerySet[Person]:
    """Whom the guide goes to: each parent or carer of a pupil, and each pupil who has none here."""
    day = on or timezone.localdate()
    pupils = _running("pupil", day)
    parents = FamilyLink.unscoped.filter(kind=FamilyLink.Kind.PARENT)
    child_here = RoleHolding.unscoped.filter(pupils, person=OuterRef("child"))
    of_a_pupil = Exists(parents.filter(Exists(child_here), adult=OuterRef("pk")))
    has_parent = Exists(parents.filter(child=OuterRef("pk")))
    is_pupil = Exists(RoleHolding.unscoped.filter(pupils, person=OuterRef("pk")))
    return Person.objects.of(school).filter(of_a_pupil | (Q(is_pupil) & ~Q(has_parent)))


def without(school: School, now: Now, on: date | None = None) -> QuerySet[Person]:
    """The families that have not had what the guide says now."""
    had = Given.unscoped.filter(person=OuterRef("pk"), text=now.guide.text)
    return recipients(school, on).filter(~Exists(had))


def _running(role: str, day: date) -> Q:
    return Q(role=role, from_date__lte=day) & (Q(to_date__isnull=True) | Q(to_date__gt=day))
