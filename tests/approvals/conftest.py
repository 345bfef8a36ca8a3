"""A school with a policy in force and the people who decide there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from factories import SchoolFactory, somebody
from schoolgate.community.models import Person, School
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.models import PolicyVersion


@dataclass
class Here:
    """A school and some of its people."""

    school: School
    head: Person
    dsl: Person
    chair: Person
    teacher: Person


def adopt(school: School, pack: str, on: date, head: Person, governor: Person) -> PolicyVersion:
    return adopting.adopt(governor, adopting.send(head, drafting.start_from(head, pack)), on)


@pytest.fixture
def here_with(db: None) -> Callable[[str], Here]:
    """`here_with("roman-road")` is a school that has adopted that policy."""

    def make(pack: str) -> Here:
        school = SchoolFactory()
        people = [somebody(role, school=school) for role in ("head", "dsl", "chair", "staff")]
        here = Here(school, *people)
        adopt(school, pack, date(2020, 9, 1), here.head, here.chair)
        return here

    return make


@pytest.fixture
def here(here_with: Callable[[str], Here]) -> Here:
    """A school whose head permits the use of its logo, in writing."""
    return here_with("roman-road")
