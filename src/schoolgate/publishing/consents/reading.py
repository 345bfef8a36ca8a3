"""What the pages show of consents: whom somebody answers for, who disagrees, who has not answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from schoolgate.community.finding import here, holding
from schoolgate.community.models import FamilyLink, Person, School
from schoolgate.community.roles import Role
from schoolgate.publishing.consents.families import families, keeping
from schoolgate.publishing.consents.law import Standing
from schoolgate.publishing.consents.models import Consent, Purpose
from schoolgate.publishing.consents.standing import as_answered
from schoolgate.publishing.consents.voices import voices

YES, NOT_THIS_ONE = "Yes", "Not this one"


def in_words(standing: Standing) -> str:
    """What anybody but the family is told: a no of every kind has the same words."""
    return YES if standing == Standing.YES else NOT_THIS_ONE


def answers_for(person: Person, on: date) -> list[Person]:
    """Their children, by name, and themselves where their own word counts."""
    links = FamilyLink.objects.of(person.school).filter(adult=person, kind=FamilyLink.Kind.PARENT)
    about = [*here(person.school).filter(pk__in=links.values("child")).order_by("name", "pk"), person]
    speak = voices(about, on)
    return [one for one in about if speak[one.pk].has(person.pk, one.pk)]


def own_answers(by: Person, person: Person, on: date) -> dict[str, Consent]:
    """What `by` said last about this person, by purpose; what is over counts as not said."""
    rows = Consent.objects.of(person.school).filter(person=person, said_by=by).order_by("at", "pk")
    last = {row.purpose: row for row in rows}
    return {purpose: row for purpose, row in last.items() if row.until is None or on <= row.until}


def pupils(school: School) -> QuerySet[Person]:
    return holding(school, Role.PUPIL).order_by("name", "pk")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A pupil about whom two who answer for them say different things, and for what."""

    person: Person
    purposes: list[Purpose]


def disagreements(by: Person, on: date) -> list[Disagreement]:
    """Those that are for `by` to see: the head's, and the governors' where it is the head's own family."""
    said_no = Consent.objects.of(by.school).filter(yes=False)
    people = list(pupils(by.school).filter(pk__in=said_no.values("person")))
    stand = as_answered(people, [one.value for one in Purpose], on)
    apart = {person: [one for one in Purpose if stand[person.pk, one.value] == Standing.DISAGREE] for person in people}
    apart = {person: purposes for person, purposes in apart.items() if purposes}
    if not apart:
        return []
    of, keeps = families([person.pk for person in apart]), keeping(by, "head")
    return [Disagreement(person, purposes) for person, purposes in apart.items() if keeps(of[person.pk])]
