"""Cases for the tests: opened, with members, and with those they name."""

from __future__ import annotations

from schoolgate.casework.cases.actions.working import chronicle
from schoolgate.casework.cases.models import Case, Member, Party
from schoolgate.community.change import by_machine
from schoolgate.community.models import Person


def a_case(*members: Person, state: str = Case.State.OPEN, **fields: object) -> Case:
    """A case that these people of one school work on, looked at already unless `state` says otherwise."""
    school = members[0].school
    with by_machine(school) as ledger:
        case = Case.objects.create(school=school, state=state, **{"kinds": ["bullying"], **fields})
        case.keep(title="Words in a group chat", summary="A made-up worry.")
        case.save()
        chronicle(ledger, case, "arrived", "Somebody told us.")
        for person in members:
            joins(case, person)
    return case


def joins(case: Case, person: Person, as_role: str = "") -> Member:
    member = Member(case=case, person=person, as_role=as_role)
    member.keep(why="They look after this class.")
    member.save()
    return member


def named(case: Case, person: Person | str, part: str = Party.Part.RESPONSIBLE, kind: str = Party.Kind.STAFF) -> Party:
    """Somebody whom the case is about: a person of the school, or the name of somebody else."""
    party = Party(case=case, person=None if isinstance(person, str) else person, part=part, kind=kind)
    if isinstance(person, str):
        party.keep(name=person)
    party.save()
    return party
