"""No case is left with people who are not there, and none lies unopened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import a_case, named
from factories import AbsenceFactory, somebody
from schoolgate.casework.cases.access import may_open, who_may_open
from schoolgate.casework.cases.actions.forwarding import climb, forward
from schoolgate.casework.cases.actions.opening import open_case
from schoolgate.casework.cases.models import Case, Entry
from schoolgate.community.actions.absences import say_away
from schoolgate.community.change import by_machine
from schoolgate.community.models import RoleHolding
from schoolgate.jobs.work import drain

pytestmark = pytest.mark.django_db


def told(school, **fields) -> Case:
    with by_machine(school) as ledger:
        return open_case(ledger, "Somebody told us without a name.", **{"about": ["bullying"], **fields})


@pytest.fixture
def dsl():
    return in_use(somebody("dsl"))


def in_use(person):
    """Somebody who has come in before."""
    person.account.last_login = timezone.now()
    person.account.save()
    return person


def test_while_the_lead_is_away_it_comes_to_who_stands_in_once(dsl):
    deputy = in_use(somebody("deputy_dsl", school=dsl.school))
    case = told(dsl.school)
    assert forward(dsl.school) == 0
    AbsenceFactory(person=dsl)

    assert (forward(dsl.school), forward(dsl.school)) == (1, 0)
    assert may_open(deputy, case)
    assert deputy.name in Entry.objects.of(dsl.school).get(kind="member").said("words")


def test_when_a_role_ends_what_came_to_it_comes_to_the_next(dsl):
    case = told(dsl.school)
    RoleHolding.objects.of(dsl.school).filter(person=dsl).update(to_date=timezone.localdate())
    next_one = in_use(somebody("dsl", school=dsl.school))

    assert forward(dsl.school) == 1
    assert who_may_open(case) == [next_one]


def test_it_is_never_sent_on_to_whom_it_names_or_may_be_about(dsl):
    head, chair = in_use(somebody("head", school=dsl.school)), in_use(somebody("chair", school=dsl.school))
    first, second = told(dsl.school, about=["staff_conduct"], besides=[head]), told(dsl.school)
    assert who_may_open(first) == [chair]
    named(second, somebody("deputy_dsl", school=dsl.school))
    for person in (chair, dsl):
        AbsenceFactory(person=person)
    forward(dsl.school)

    assert not may_open(head, first)
    assert who_may_open(second) == sorted([dsl, head], key=lambda person: person.name)


def test_a_closed_case_is_not_sent_on(dsl):
    a_case(dsl, state="closed")
    somebody("deputy_dsl", school=dsl.school)
    AbsenceFactory(person=dsl)

    assert forward(dsl.school) == 0


def test_what_nobody_opened_for_more_than_a_school_day_comes_to_others_too_once(dsl, sign_in):
    head = in_use(somebody("head", school=dsl.school))
    case = told(dsl.school)
    assert climb(dsl.school) == 0
    Case.objects.of(dsl.school).update(at=timezone.now() - timedelta(days=5))

    assert (climb(dsl.school), climb(dsl.school)) == (1, 0)
    assert may_open(head, case)


def test_what_somebody_opened_does_not_climb(dsl, sign_in):
    head = in_use(somebody("head", school=dsl.school))
    case = told(dsl.school)
    Case.objects.of(dsl.school).update(at=timezone.now() - timedelta(days=5))
    sign_in(dsl).get(case.path)

    assert climb(dsl.school) == 0
    assert not may_open(head, case)


def test_it_does_not_climb_to_whom_it_may_be_about(dsl):
    head = in_use(somebody("head", school=dsl.school))
    chair = in_use(somebody("chair", school=dsl.school))
    case = told(dsl.school, besides=[head])
    Case.objects.of(dsl.school).update(at=timezone.now() - timedelta(days=5))

    climb(dsl.school)

    assert not may_open(head, case)
    assert may_open(chair, case)


def test_saying_that_one_is_away_sends_cases_on_at_once(dsl):
    deputy = in_use(somebody("deputy_dsl", school=dsl.school))
    case = told(dsl.school)
    today = timezone.localdate()

    say_away(in_use(somebody("head", school=dsl.school)), dsl, today, today)
    drain()

    assert may_open(deputy, case)
