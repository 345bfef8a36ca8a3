"""Whom a worry comes to: whom the policy names, never those it may be about, and never nobody while somebody leads."""

from __future__ import annotations

import pytest

from factories import somebody
from schoolgate.casework.cases.routing import route

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("there", "about", "may_be_about", "comes_to"),
    [
        (("dsl", "head", "chair"), "bullying", (), ["dsl"]),
        (("dsl", "head", "chair"), "staff_conduct", (), ["head"]),
        (("dsl", "head", "chair"), "staff_conduct", ("head",), ["chair"]),
        (("dsl", "head", "chair"), "bullying", ("dsl",), ["head"]),
        (("dsl", "head", "chair"), "bullying", ("dsl", "head"), ["chair"]),
        (("dsl", "head"), "staff_conduct", ("head",), ["dsl"]),
        (("dsl", "head", "slt"), "bullying", ("dsl", "head"), ["slt"]),
        (("head",), "bullying", (), ["head"]),
        (("dsl",), "bullying", ("dsl",), []),
        (("technician", "staff", "parent"), "bullying", (), []),
    ],
)
def test_whom_it_comes_to(school, there, about, may_be_about, comes_to):
    people = {role: somebody(role, school=school) for role in there}
    found = route(school, [about], besides=[people[role] for role in may_be_about]).people
    assert found == [people[role] for role in comes_to]
