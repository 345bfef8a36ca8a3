"""To whom a letter about a case can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.letters.catalogue import Template
from schoolgate.casework.letters.models import Letter
from schoolgate.casework.reports.models import Report
from schoolgate.community.finding import holding
from schoolgate.community.models import FamilyLink, Person
from schoolgate.community.roles import Role

To = Letter.To
GOVERNORS = "The governing body"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to write to. `name` is '' where it is typed; `child` is the name of the child of a family."""

    code: str
    kind: str
    label: str
    name: str = ""
    hint: str = ""
    child: str = ""
    person: Person | None = None
    party: Party | None = field(default=None, compare=False)
    suits: str = ""


def recipients(case: Case, template: Template) -> list[Recipient]:
    """Everybody whom this letter can be to, those it is usually to first, somebody else at the end."""
    order = {kind: place for place, kind in enumerate((*template.to, "governors", "host", "other"))}
    order |= {"other": len(order) + 1}
    return sorted(_all(case), key=lambda one: order.get(one.suits, order["other"] - 1))


def _all(case: Case) -> Iterator[Recipient]:
    parties = list(Party.objects.of(case.school).filter(case=case, ended_at=None).select_related("person"))
    for party in parties:
        yield Recipient(
            f"party-{party.pk}",
            To.PARTY,
            party.called(),
            party.called(),
            f"{party.get_kind_display()}. {party.get_part_display()}.",
            person=party.person,
            party=party,
            suits=party.part,
        )
    named = {party.person_id: party for party in parties if party.person_id}
    told_us = [
        row.by for row in Report.objects.of(case.school).filter(case=case, by__isnull=False).select_related("by")
    ]
    for person in {person.pk: person for person in told_us if person and person.pk not in named}.values():
        yield Recipient(
            f"person-{person.pk}", To.OTHER, person.name, person.name, "Told us.", person=person, suits="told_us"
        )
    links = FamilyLink.objects.of(case.school).filter(child__in={*named, *told_us}, kind=FamilyLink.Kind.PARENT)
    for link in links.select_related("adult", "child").order_by("child__name", "adult__name"):
        yield Recipient(
            f"parent-{link.pk}",
            To.PARENT,
            link.adult.name,
            link.adult.name,
            f"Parent or carer of {link.child.name}. Think first whether it is safe for the child.",
            link.child.name,
            link.adult,
            named.get(link.child_id),
            suits="parent" if link.child_id in named else "told_us_parent",
        )
    for person in holding(case.school, Role.CHAIR).order_by("name"):
        yield Recipient(
            f"chair-{person.pk}",
            To.GOVERNORS,
            person.name,
            person.name,
            "Chair of governors",
            person=person,
            suits="governors",
        )
    yield Recipient("governors", To.GOVERNORS, GOVERNORS, GOVERNORS, suits="governors")
    yield Recipient("host", To.HOST, "A website or network", hint="Type its name below.", suits="host")
    yield Recipient("other", To.OTHER, "Somebody else", hint="Type their name below.", suits="other")
