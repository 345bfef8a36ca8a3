"""Who is asked in a round, and who has not answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from schoolgate.community.calendar import school_year
from schoolgate.community.models import FamilyLink, Membership, Person, School
from schoolgate.community.words import year_label
from schoolgate.policy.clause import Clause
from schoolgate.policy.models import in_force
from schoolgate.publishing.consents import asking
from schoolgate.publishing.consents.law import PARENTS, Standing
from schoolgate.publishing.consents.models import Consent, Round
from schoolgate.publishing.consents.reading import pupils
from schoolgate.publishing.consents.standing import as_answered
from schoolgate.publishing.consents.voices import voices

OPEN = (Standing.NOBODY_SAID, Standing.OVER)


def asked_of(round_: Round) -> QuerySet[Person]:
    """The pupils whom a round is about, as they are today: who came since is asked too."""
    found = pupils(round_.school)
    if round_.group_id:
        members = Membership.objects.of(round_.school).filter(group=round_.group_id, leads=False)
        return found.filter(pk__in=members.values("person"))
    return found.filter(year=round_.year) if round_.year else found


def about(round_: Round) -> str:
    """Whom a round asks, in words."""
    if round_.group:
        return round_.group.name
    return year_label(round_.year) if round_.year else "Every pupil"


def of_this_year(school: School) -> list[Round]:
    """The rounds of the school year that runs, the latest first."""
    began = date(school_year(timezone.localdate()), 9, 1)
    return list(Round.objects.of(school).filter(at__date__gte=began).select_related("school", "group"))


def unanswered(people: Collection[Person], on: date) -> list[Person]:
    """Those of these pupils for whom something was asked that nobody has answered, or not any more."""
    if not people:
        return []
    wanted = [one.value for one in asking.purposes(next(iter(people)).school)]
    stand = as_answered(people, wanted, on)
    return [one for one in people if any(stand[one.pk, purpose] in OPEN for purpose in wanted)]


def asking_clauses(school: School, on: date) -> list[Clause]:
    """The clauses of the policy in force that ask for consent."""
    policy = in_force(school, on)
    return [one for one in policy.clauses_on(on) if one.workflow == "image_consent"] if policy else []


def never_answered(school: School) -> QuerySet[Person]:
    """Pupils about whom nobody has ever said anything: not asked yet, or asked in vain."""
    return pupils(school).exclude(pk__in=Consent.objects.of(school).values("person"))


def parents_of(people: Collection[Person], on: date) -> Iterable[tuple[Person, Person]]:
    """Parent and child, of each who answers for these pupils. A few queries for all."""
    if not people:
        return
    by_number, speak = {one.pk: one for one in people}, voices(people, on)
    school = next(iter(people)).school
    links = FamilyLink.objects.of(school).filter(child__in=by_number, kind=FamilyLink.Kind.PARENT)
    for link in links.select_related("adult__school", "adult__account", "adult__offered_to").order_by("pk"):
        if link.adult_id in speak[link.child_id].parents and PARENTS in speak[link.child_id].needed:
            yield link.adult, by_number[link.child_id]
