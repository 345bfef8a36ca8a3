"""What the tests of support stand on: a teacher who was written about, a case, and somebody to look after her."""

from __future__ import annotations

from dataclasses import dataclass

from cases import a_case, named
from duties.agreeing import adopt
from factories import somebody
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.support.actions.offering import offer
from schoolgate.casework.support.models import SupportFile
from schoolgate.community.models import Person, School


@dataclass
class World:
    """A mother wrote on the school's page that Tess Taught is a bully; Dina Lead works on it."""

    school: School
    head: Person
    dsl: Person
    teacher: Person
    mother: Person
    olly: Person
    case: Case
    affected: Party

    def offered(self, **fields: object) -> SupportFile:
        given = {"supporter": self.olly, "happened": "Somebody wrote unkind things about you.", "every": 7, **fields}
        return offer(self.dsl, self.case, self.affected, **given)


def a_world(school: School, policy: str = "helsby-hillside") -> World:
    head = somebody("head", school=school, name="Hattie Head")
    dsl = somebody("dsl", school=school, name="Dina Lead")
    teacher = somebody("staff", school=school, name="Tess Taught")
    mother = somebody("parent", school=school, name="Maud Fury")
    olly = somebody("staff", school=school, name="Olly Office")
    if policy:
        adopt(head, policy)
    case = a_case(dsl, head, lead=dsl, kinds=["mention"])
    affected = named(case, teacher, Party.Part.AFFECTED)
    named(case, mother, Party.Part.RESPONSIBLE, Party.Kind.PARENT)
    return World(school, head, dsl, teacher, mother, olly, case, affected)
