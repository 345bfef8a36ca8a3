"""Who owes what falls to an office: the head, or whoever stands in."""

from __future__ import annotations

import pytest
from django.utils import timezone

from factories import AbsenceFactory, RoleHoldingFactory, somebody, with_second_step
from schoolgate.community.models import Person
from schoolgate.duties.audiences import Audiences

pytestmark = pytest.mark.django_db


def office(school) -> set[int]:
    return {*Audiences(school, timezone.localdate()).office("head")}


def acting_head(school, **fields: object) -> Person:
    person = somebody("slt", school=school, **fields)
    RoleHoldingFactory(person=person, role="head", acting=True)
    return person


def test_the_acting_head_owes_it_and_not_the_head(school):
    somebody("head", school=school)
    acting = with_second_step(acting_head(school))
    assert office(school) == {acting.pk}


def test_it_is_the_heads_again_while_the_acting_head_is_away(school):
    head, acting = somebody("head", school=school), with_second_step(acting_head(school))
    absence = AbsenceFactory(person=acting)
    assert office(school) == {head.pk}
    absence.delete()
    assert office(school) == {acting.pk}


def test_it_is_the_heads_while_the_acting_head_cannot_come_in(school):
    head = somebody("head", school=school)
    acting_head(school, account=None)
    acting = acting_head(school)
    assert office(school) == {head.pk}
    with_second_step(acting)
    assert office(school) == {acting.pk}


def test_it_is_left_with_nobody_never(school):
    acting = acting_head(school, account=None)
    assert office(school) == {acting.pk}
