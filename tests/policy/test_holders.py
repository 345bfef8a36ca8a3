"""From the approver that a policy names to the people who can answer today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import RoleHoldingFactory, somebody, with_second_step
from schoolgate.community import signin
from schoolgate.community.actions.recovering import Reason, help_back_in
from schoolgate.community.models import Absence, Account, Person
from schoolgate.policy.holders import holders, may_answer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def people(school):
    """One of each who may be asked, by role."""
    roles = ("head", "dsl", "deputy_dsl", "slt", "chair", "governor", "staff")
    return {role: somebody(role, school=school) for role in roles}


def away(person):
    Absence.unscoped.create(person=person, first_day=date(2026, 1, 1), last_day=date(9999, 1, 1))


def test_the_head_is_asked_where_the_policy_names_the_head(school, people):
    assert holders(school, ["head"], asker=people["staff"]) == [people["head"]]


def test_either_of_two_where_the_policy_names_two(school, people):
    asked = holders(school, ["dsl", "head"], asker=people["staff"])
    assert {one.pk for one in asked} == {people["dsl"].pk, people["head"].pk}


def test_the_chair_where_the_head_asks_or_is_away_or_it_is_about_the_head(school, people):
    chair = [people["chair"]]
    assert holders(school, ["head"], asker=people["head"]) == chair
    assert holders(school, ["head"], besides=[people["head"]]) == chair
    away(people["head"])
    assert holders(school, ["head"], asker=people["staff"]) == chair


def test_another_governor_where_it_is_about_the_chair_too(school, people):
    assert holders(school, ["head"], besides=[people["head"], people["chair"]]) == [people["governor"]]


def test_the_deputy_stands_in_for_a_safeguarding_lead_who_is_away(school, people):
    away(people["dsl"])
    assert holders(school, ["dsl"], asker=people["staff"]) == [people["deputy_dsl"]]


def test_a_deputy_answers_only_while_every_safeguarding_lead_is_away(school, people):
    deputy = people["deputy_dsl"]
    assert not may_answer(deputy, ["dsl"], on=TODAY)
    away(people["dsl"])
    assert may_answer(deputy, ["dsl"], on=TODAY)
    assert may_answer(people["dsl"], ["dsl"], on=TODAY)
    somebody("dsl", school=school)
    assert not may_answer(deputy, ["dsl"], on=TODAY)


def test_a_deputy_answers_where_nobody_is_the_safeguarding_lead(school):
    assert may_answer(somebody("deputy_dsl", school=school), ["dsl"])


def test_an_acting_head_is_the_head(school, people):
    away(people["head"])
    RoleHoldingFactory(person=with_second_step(people["slt"]), role="head", acting=True)
    assert holders(school, ["head"], asker=people["staff"]) == [people["slt"]]


def test_the_line_manager_and_without_one_a_senior_leader(school, people):
    asker = people["staff"]
    assert holders(school, ["manager"], asker=asker) == [people["slt"]]
    asker.manager = people["dsl"]
    asker.save()
    assert holders(school, ["manager"], asker=asker) == [people["dsl"]]
    assert may_answer(people["dsl"], ["manager"], asker=asker)
    assert may_answer(people["head"], ["manager"], asker=asker)
    assert not may_answer(people["governor"], ["manager"], asker=asker)


def test_the_school_is_its_head(school, people):
    assert holders(school, ["school"], asker=people["staff"]) == [people["head"]]


def test_nobody_of_another_school_and_nobody_who_has_left(school, people):
    somebody("head")
    gone = somebody("head", school=school)
    gone.holdings.update(from_date=date(2020, 1, 1), to_date=date(2021, 1, 1))
    assert holders(school, ["head"]) == [people["head"]]


def test_a_school_without_any_of_them_asks_nobody(school):
    assert holders(school, ["head"]) == []


def test_fifty_leaders_ask_no_more_of_the_database_than_five(school, people):
    asked = []
    for number in (4, 45):
        for _ in range(number):
            somebody("slt", school=school, account=None)
        with CaptureQueriesContext(connection) as queries:
            assert holders(school, ["slt"], asker=people["staff"])
            assert may_answer(people["deputy_dsl"], ["dsl", "slt"]) is False
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_what_cannot_wait_is_not_left_with_who_cannot_come_in(school):
    """An acting head who has not set up her second step yet, while the head is away; then she has."""
    chair = somebody("chair", school=school)
    acting = somebody("head", school=school, second_factor=False)
    assert holders(school, ["head"]) == [chair]
    with_second_step(acting)
    assert holders(school, ["head"]) == [acting]


def test_where_nobody_can_come_in_it_waits_for_whom_the_policy_names(school):
    head = somebody("head", school=school, account=None)
    assert holders(school, ["head"]) == [head]


def test_an_account_that_was_never_opened_answers_nothing(school, people):
    chair = [people["chair"]]
    Person.unscoped.filter(pk=people["head"].pk).update(account=Account.objects.create_user("new@school.example"))
    with_second_step(Person.unscoped.get(pk=people["head"].pk))
    assert holders(school, ["head"]) == chair
    Account.objects.filter(email="new@school.example").update(last_login=timezone.now())
    assert holders(school, ["head"]) == [people["head"]], "they came in, if not with a password"


def test_taking_a_second_step_off_does_not_choose_who_answers_in_their_place(school, people):
    """How it was: whoever helped the head back in sent what was declared to the head to others meanwhile."""
    head = people["head"]
    Account.objects.filter(pk=head.account.pk).update(last_login=timezone.now())
    help_back_in(somebody("technician", school=school), head, Reason.LOST, remove_steps=True)
    assert holders(school, ["head"]) == [head]
    Account.objects.filter(pk=head.account.pk).update(last_login=None)
    assert holders(school, ["head"]) == [people["chair"]], "an account that nobody ever came in with counts for nothing"


def test_after_two_weeks_without_a_new_second_step_others_answer(school, people, monkeypatch):
    head = people["head"]
    Account.objects.filter(pk=head.account.pk).update(last_login=timezone.now())
    help_back_in(somebody("technician", school=school), head, Reason.LOST, remove_steps=True)
    monkeypatch.setattr(signin, "HELPED_LATELY", timedelta(0))
    assert holders(school, ["head"]) == [people["chair"]]
    with_second_step(head)
    assert holders(school, ["head"]) == [head]
