"""What the tests of agreements stand on: a policy in force, a class, somebody's duty."""

from __future__ import annotations

from datetime import date

from factories import GroupFactory, MembershipFactory, pupil, somebody
from schoolgate.community.models import Group, Person, School
from schoolgate.duties.models import Duty
from schoolgate.policy.actions import adopting
from schoolgate.policy.actions import drafting as policies


def adopt(head: Person, policy: str, on: date = date(2020, 9, 1), **controls: object) -> None:
    """Put a policy in force, its last clause fixing these controls too."""
    draft = policies.start_from(head, policy)
    if controls:
        clause = draft.pack["clauses"][-1]
        fixed = {**clause.get("controls", {}), **{name.replace("__", "."): value for name, value in controls.items()}}
        draft = policies.change_clause(head, draft, draft.revision, clause["id"], {"controls": fixed, "informs": None})
    chair = somebody("governor", school=head.school, account=None)
    adopting.adopt(chair, adopting.send(head, draft), on)


def a_class(school: School, *, pupils: int = 3, year: str = "3") -> tuple[Group, Person, list[Person]]:
    group, teacher = GroupFactory(school=school, name="Maple"), somebody("staff", school=school, name="Tess Example")
    MembershipFactory(group=group, person=teacher, leads=True)
    members = [pupil(school, year=year, name=f"Pupil {n} Example") for n in range(pupils)]
    for one in members:
        MembershipFactory(group=group, person=one)
    return group, teacher, members


def duty(person: Person, key: str = "staff") -> Duty:
    return Duty.objects.of(person.school).get(person=person, kind="agreement", key=key, current=True)
