"""The deputy safeguarding lead stands in for a lead who cannot come in."""

from __future__ import annotations

import pytest

from factories import AbsenceFactory, somebody, with_second_step
from schoolgate.policy.holders import holders, may_answer

pytestmark = pytest.mark.django_db


def test_the_deputy_stands_in_for_a_safeguarding_lead_who_cannot_come_in(school):
    chair = somebody("chair", school=school)
    lead, deputy = somebody("dsl", school=school, second_factor=False), somebody("deputy_dsl", school=school)
    assert holders(school, ["dsl"]) == [deputy]
    assert may_answer(deputy, ["dsl"])
    assert holders(school, ["dsl"], besides=[lead]) == [chair]
    with_second_step(lead)
    assert holders(school, ["dsl"]) == [lead]
    assert not may_answer(deputy, ["dsl"])


def test_a_deputy_who_cannot_come_in_either_passes_it_on(school):
    lead = somebody("dsl", school=school, account=None)
    somebody("deputy_dsl", school=school, account=None)
    chair = somebody("chair", school=school)
    assert holders(school, ["dsl"]) == [chair]
    AbsenceFactory(person=chair)
    assert holders(school, ["dsl"]) == [lead]
