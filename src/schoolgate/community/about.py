"""What the school has about somebody, ready for a page: for those who may see everybody, and for the person."""

from __future__ import annotations

from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.community.models import Absence, FamilyLink, Group, Membership, Person
from schoolgate.community.words import days, year_label


class Relation(NamedTuple):
    """One of somebody's family: who, and in words what they are to them."""

    link: FamilyLink
    other: Person
    words: str


class Away(NamedTuple):
    absence: Absence
    words: str


def rows(person: Person) -> list[tuple[str, str]]:
    """What is written down about somebody, as rows of a summary list."""
    found = [
        ("First name", person.given_name),
        ("Last name", person.family_name),
        ("The school writes to", person.write_to() or "No email address"),
        ("Year group", year_label(person.year)),
        ("Date of birth", date_format(person.birth_date) if person.birth_date else ""),
    ]
    return [(name, value) for name, value in found if value]


def family(person: Person) -> list[Relation]:
    """Somebody's children and relatives at the school, or the adults of a child, by name."""
    links = FamilyLink.objects.of(person.school)
    found = [
        Relation(link, link.child, "Their child" if link.kind == FamilyLink.Kind.PARENT else "A relative of theirs")
        for link in links.filter(adult=person).select_related("child")
    ]
    found += [
        Relation(link, link.adult, "Parent or carer" if link.kind == FamilyLink.Kind.PARENT else "Another relative")
        for link in links.filter(child=person).select_related("adult")
    ]
    return sorted(found, key=lambda relation: (relation.other.name, relation.other.pk))


def classes(person: Person) -> list[Membership]:
    """The classes and teams that somebody is in now, by name."""
    found = Membership.objects.of(person.school).filter(person=person, group__ended_on=None)
    return list(found.exclude(group__kind=Group.Kind.PANEL).select_related("group").order_by("group__name"))


def away(person: Person) -> list[Away]:
    """When somebody is away, from today on."""
    coming = person.absences.filter(last_day__gte=timezone.localdate()).order_by("first_day")
    return [Away(absence, days(absence.first_day, absence.last_day)) for absence in coming]
