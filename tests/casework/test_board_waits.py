"""The board: what waits, and for whom, of the cases that one may open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import a_case, joins, named
from factories import pupil, somebody
from schoolgate.casework.board.clocks import Clocks
from schoolgate.casework.cases.models import Case, Task
from schoolgate.casework.steps.models import Step
from typed import words

pytestmark = pytest.mark.django_db
BOARD = "/cases/board/"
NOW = timezone.now()
TODAY = timezone.localdate()


@pytest.fixture
def dsl(school):
    return somebody("dsl", school=school, name="Dee Example")


@pytest.fixture
def page(sign_in, dsl):
    client = sign_in(dsl)
    return lambda query="": words(client.get(BOARD + query))


def a_task(case, person, days, what="Talk to the class"):
    task = Task(case=case, person=person, by=person, due=TODAY + timedelta(days=days))
    task.keep(what=what)
    task.save()


def test_the_board_says_what_waits_and_for_whom(page, dsl, school):
    deputy = somebody("deputy_dsl", school=school, name="Dot Example")
    a_case(dsl, state=Case.State.NEW)
    led = a_case(dsl, deputy, lead=deputy)
    a_task(led, dsl, -2)
    a_task(led, deputy, 3)
    said = page()
    assert "1 new case waits for somebody to look at it. 1 case is open." in said
    assert "1 case has run out of time." in said
    assert "Nobody yet 1 0 0 0 0" in said
    assert "Dee Example 0 0 1 0 1" in said
    assert "Dot Example 0 1 1 0 0" in said
    assert f"{led.reference} Talk to the class" in said


def test_a_case_of_others_is_not_even_counted(page, dsl, school):
    head = somebody("head", school=school, name="Hal Example")
    hidden = a_case(head, state=Case.State.NEW, lead=head)
    about_me = a_case(head, dsl, lead=head)
    named(about_me, dsl)
    a_task(hidden, head, -5)
    a_task(about_me, head, -5)
    said = page("?show=all")
    assert "No new case waits. 0 cases are open. Nothing has run out of time." in said
    assert "Hal Example" not in said
    assert "No case here" in said
    assert "Hal Example" not in page(f"?lead={head.pk}")


def test_every_clock_that_ran_out_is_named(page, dsl):
    a_case(dsl, state=Case.State.NEW, at=NOW - timedelta(days=9))
    a_case(dsl, threshold=Case.Threshold.HARM, officer_due=NOW - timedelta(hours=1), lead=dsl)
    looked_at = a_case(dsl, lead=dsl)
    for due, rung in ((-3, "talk"), (-3, "police"), (5, "police")):
        Step.unscoped.model(
            case=looked_at, rung=rung, decision="not_yet", by=dsl, due=TODAY + timedelta(days=due)
        ).save()
    said, _, to_come = page().partition("What has to be done by when")
    assert "3 cases have run out of time" in said
    for what in ("Tell the authority’s officer", "Look at what was told", "Look again at a step: Talk"):
        assert what in said
    assert said.count("Look again at a step") == 1, "what was decided later stands"
    assert "Look again at a step: Call the police" in to_come, "and its clock still runs"


@pytest.mark.parametrize("came", range(8))
def test_what_is_new_is_due_on_the_last_day_on_which_it_is_not_late(came, dsl):
    at = NOW - timedelta(days=came)
    case = a_case(dsl, state=Case.State.NEW, at=at)
    over, runs = (Clocks(Case.objects.of(dsl.school), dsl.school, side) for side in (True, False))
    late = case.pk in over.numbers()
    ((clock,), _) = (over if late else runs).first()

    assert late == (clock.by < TODAY)
    assert clock.by > timezone.localtime(at).date()
    assert clock.by.weekday() < 5


def test_more_clocks_than_stand_on_the_board_are_led_to(page, dsl):
    cases = [a_case(dsl, lead=dsl) for _ in range(14)]
    for day, case in enumerate(cases, 1):
        a_task(case, dsl, day, what=f"Task {day}.")

    said = page()

    assert said.index("Task 1.") < said.index("Task 2.") < said.index("Task 12.")
    assert "Task 13." not in said
    assert "See all 14 cases in which something has to be done by a day" in said
    assert "14 cases" in page("?show=due")


def test_a_clock_of_a_closed_case_does_not_run(page, dsl):
    a_task(a_case(dsl, state=Case.State.CLOSED), dsl, -5)
    assert "Nothing has run out of time" in page()


def test_the_list_is_narrowed(page, dsl, school):
    threat = a_case(dsl, kinds=["threat", "hate"], lead=dsl)
    old = a_case(dsl, at=NOW - timedelta(days=400), state=Case.State.CLOSED, outcome="resolved")
    young = a_case(dsl)
    party = named(young, pupil(school), "affected", "pupil")
    party.year = "3"
    party.save()
    day = timezone.localdate(NOW - timedelta(days=400))
    days = f"first={day}&last={day}"
    for query, found in (
        ("", {threat, young}),
        ("?show=all", {threat, young, old}),
        ("?show=closed", {old}),
        ("?kind=hate", {threat}),
        (f"?lead={dsl.pk}", {threat}),
        ("?lead=nobody", {young}),
        ("?year=3", {young}),
        (f"?show=all&{days}", {old}),
        ("?show=late", set()),
    ):
        said = page(query)
        assert {case for case in (threat, old, young) if case.reference in said} == found, query


def test_an_impossible_day_is_explained(sign_in, dsl):
    answer = sign_in(dsl).get(f"{BOARD}?first=2026-02-31")
    assert answer.status_code == 422
    assert "Write the day like 2026-09-01" in words(answer)


def test_the_board_asks_the_database_as_little_for_many_as_for_few(sign_in, dsl, django_assert_max_num_queries):
    client = sign_in(dsl)
    client.get(BOARD)
    for _ in range(30):
        case = a_case(dsl, lead=dsl)
        a_task(case, dsl, -1)
    with django_assert_max_num_queries(40):
        client.get(BOARD)


def test_only_those_who_decide_open_it(school, sign_in):
    teacher = somebody("staff", school=school)
    joins(a_case(somebody("dsl", school=school)), teacher)
    assert sign_in(teacher).get(BOARD).status_code == 403


def test_the_year_groups_to_choose_from_are_those_of_the_roll_whatever_the_cases_say(school, sign_in):
    dsl, head = somebody("dsl", school=school), somebody("head", school=school)
    hidden = named(a_case(dsl), pupil(school, year="6"), kind="pupil")
    hidden.year = "5"
    hidden.save()

    assert "Year 6" in words(sign_in(head).get("/cases/board/"))
    for page in ("/cases/board/", "/cases/patterns/", "/cases/numbers/", "/cases/search/"):
        assert "Year 5" not in words(sign_in(head).get(page)), page
