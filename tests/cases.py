"""Cases for the tests: opened, with members, and with those they name."""

from __future__ import annotations

from django.utils import timezone

from factories import PersonFactory, RoleHoldingFactory
from schoolgate.casework.cases.actions.challenging import challenge
from schoolgate.casework.cases.actions.linking import link
from schoolgate.casework.cases.actions.noting import note
from schoolgate.casework.cases.actions.tasks import give_task
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


def a_whole_case(head: Person) -> dict[str, object]:
    """A case that this head leads on, with something of everything; the values that its addresses speak of."""
    school = head.school
    case = a_case(head, kinds=["staff_conduct"], threshold="harm", lead=head, seriousness="low", ground="none")
    party = named(case, "A Stranger", kind=Party.Kind.OTHER)
    named(case, "A Friend", part=Party.Part.AFFECTED, kind=Party.Kind.OTHER)
    other = a_case(head)
    helper = PersonFactory(school=school)
    RoleHoldingFactory(person=helper, role="staff")
    member = joins(case, helper)
    line = note(head, case, "Something private.", restricted=True)
    task = give_task(head, case, "Ring somebody", head, timezone.localdate())
    linked = link(head, case, other.reference, "The same evening.")
    answers = PersonFactory(school=school)
    RoleHoldingFactory(person=answers, role="governor")
    asked = challenge(head, case, "complaint", "It took too long.", timezone.localdate(), answers)
    return {
        "reference": case.reference,
        "party": party.key,
        "part": "witness",
        "member": member.key,
        "number": line.number,
        "task": task.key,
        "link": linked.key,
        "step": "what",
        "challenge": asked.key,
    }
