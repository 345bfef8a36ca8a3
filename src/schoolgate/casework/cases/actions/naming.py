"""Saying whom a case is about, and that it was not them after all."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from schoolgate.casework.cases.actions.apart import keep_apart
from schoolgate.casework.cases.actions.working import chronicle, working
from schoolgate.casework.cases.models import Case, Party
from schoolgate.community.change import Change, Refused
from schoolgate.community.models import Person
from schoolgate.community.roles import Role

ALREADY = "That is said of them already. Go back to see whom the case names."
GONE = "They are not named any more. Go back to see whom the case names."

KINDS = {
    Role.PUPIL: Party.Kind.PUPIL,
    Role.STAFF: Party.Kind.STAFF,
    Role.VOLUNTEER: Party.Kind.STAFF,
    Role.CONTRACTOR: Party.Kind.STAFF,
    Role.TECHNICIAN: Party.Kind.STAFF,
    Role.LEAVER: Party.Kind.STAFF,
    Role.GOVERNOR: Party.Kind.GOVERNOR,
    Role.PARENT: Party.Kind.PARENT,
}
"""What somebody of the school is in a case: the first of these that they are."""


def kind_of(person: Person) -> Party.Kind:
    held = {*person.roles(), *person.held()}
    return next((kind for role, kind in KINDS.items() if role in held), Party.Kind.OTHER)


def name_people(by: Person, case: Case, part: str, people: Iterable[Person]) -> None:
    """These people of the school are affected, said to have done it, or saw it. From now on they, and the family of
    those who are pupils, cannot open the case."""
    with working(by, case, "case.decide") as (ledger, held):
        for person in people:
            if Party.objects.of(held.school).filter(case=held, person=person, part=part, ended_at=None).exists():
                raise Refused(ALREADY)
            party = Party(case=held, person=person, part=part, kind=kind_of(person), year=person.year, by=by)
            _save(ledger, held, party)
        keep_apart(ledger, held)


def name_outsider(by: Person, case: Case, part: str, name: str, kind: str) -> Party:
    """Somebody who is not of the school's community, or (kind UNKNOWN, without a name) nobody knows who."""
    with working(by, case, "case.decide") as (ledger, held):
        there = Party.objects.of(held.school).filter(case=held, part=part, ended_at=None)
        if kind == Party.Kind.UNKNOWN and there.exists():
            raise Refused(ALREADY)
        party = Party(case=held, part=part, kind=kind, by=by)
        party.keep(name=name)
        _save(ledger, held, party)
    return party


def name_from_another(ledger: Change, case: Case, parties: Iterable[Party]) -> None:
    """These are whom a case is about from its beginning, because it was opened from another, inside that change."""
    for party in parties:
        party.case = case
        _save(ledger, case, party)
    keep_apart(ledger, case)


def unname(by: Person, case: Case, party: int, why: str) -> None:
    """It was not them after all. Whoever was a member before does not become one again by this."""
    with working(by, case, "case.decide") as (ledger, held):
        found = Party.objects.of(held.school).filter(case=held, pk=party, ended_at=None).first()
        if found is None:
            raise Refused(GONE)
        found.ended_at = timezone.now()
        found.keep(why_ended=why)
        found.save()
        chronicle(ledger, held, "unnamed", f"{found.called()} ({found.get_part_display().lower()}). {why}", about=found)


def _save(ledger: Change, case: Case, party: Party) -> None:
    unknown = Party.objects.of(case.school).filter(case=case, part=party.part, kind=Party.Kind.UNKNOWN)
    unknown.filter(ended_at=None).update(ended_at=timezone.now())
    party.save()
    chronicle(ledger, case, "named", f"{party.called()}: {party.get_part_display().lower()}.", about=party)
