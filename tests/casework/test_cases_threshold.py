"""How an adult behaved: a low-level concern, or it may meet the harm threshold and a clock runs."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from cases import a_case, named
from factories import somebody
from schoolgate.casework.cases.actions.threshold import decide_threshold
from schoolgate.casework.cases.clocks import officer_due
from schoolgate.casework.cases.models import Case, Entry
from typed import fill, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    return somebody("head")


@pytest.mark.parametrize(
    ("came", "due"),
    [
        ("2026-11-18 09:00", "2026-11-19 17:00"),
        ("2026-11-20 21:00", "2026-11-23 17:00"),  # a Friday evening
        ("2026-11-21 10:00", "2026-11-23 17:00"),  # a Saturday
        ("2026-12-24 15:00", "2026-12-29 17:00"),  # Christmas, a weekend and a day for Boxing Day
        ("2027-03-25 12:00", "2027-03-30 17:00"),  # Easter
        ("2030-12-24 12:00", "2030-12-25 17:00"),  # too far ahead for any list: rather too early than too late
    ],
)
def test_the_officer_is_to_be_told_by_the_end_of_the_next_working_day(came, due):
    moment = timezone.make_aware(datetime.fromisoformat(came))

    assert officer_due(moment) == timezone.make_aware(datetime.fromisoformat(due))


def test_where_it_may_meet_the_threshold_the_clock_stands_on_the_home_page_until_the_officer_is_told(head, sign_in):
    case = a_case(head, kinds=["staff_conduct"])
    client = sign_in(head)

    page = fill(client, f"/cases/{case.reference}/threshold/", threshold="harm", why="She was alone with him.")
    assert page.request["PATH_INFO"] == f"/cases/{case.reference}/officer/"
    assert "Tell the local authority’s officer" in words(client.get("/"))
    now = timezone.localtime() - timedelta(minutes=5)
    told = {"on_0": now.day, "on_1": now.month, "on_2": now.year, "at": f"{now:%H:%M}"}
    fill(client, f"/cases/{case.reference}/officer/", **told, whom="The officer on duty", advice="Hold a meeting.")

    case.refresh_from_db()
    assert case.officer_told_at
    assert "Tell the local authority’s officer" not in words(client.get("/"))
    line = Entry.objects.of(head.school).get(kind="officer")
    assert line.restricted
    assert "Hold a meeting." not in client.get(f"/cases/{case.reference}/chronology/").content.decode()


def test_a_clock_that_ran_out_is_overdue(head, sign_in):
    case = a_case(head, kinds=["contact"], at=timezone.now() - timedelta(days=9))
    decide_threshold(head, case, "harm", "Since last week.")

    page = words(sign_in(head).get(case.path))

    assert "Tell the local authority’s officer" in page
    assert "Overdue" in page


def test_the_officer_cannot_be_told_in_the_future(head, sign_in):
    case = a_case(head, kinds=["contact"], threshold="harm")
    day = timezone.localdate() + timedelta(days=1)
    when = {"on_0": day.day, "on_1": day.month, "on_2": day.year, "at": "09:00"}

    page = fill(sign_in(head), f"/cases/{case.reference}/officer/", **when, whom="Somebody", advice="Wait.")

    assert page.status_code == 422
    assert "not in the future" in words(page)


def test_nobody_is_asked_about_the_threshold_where_no_adult_of_the_school_is_in_question(head, sign_in):
    case = a_case(head, kinds=["bullying"])

    assert sign_in(head).get(f"/cases/{case.reference}/threshold/").url == case.path


def test_low_level_concerns_stand_in_a_register_by_person_for_those_who_may_open_them(head, sign_in):
    teacher = somebody("staff", school=head.school, name="Tess Example")
    for _ in range(2):
        case = a_case(head, kinds=["staff_conduct"])
        named(case, teacher)
        decide_threshold(head, case, Case.Threshold.LOW_LEVEL, "A joke that went too far.")
    chair = somebody("chair", school=head.school)

    mine = words(sign_in(head).get("/cases/low-level/"))
    assert "Tess Example" in mine
    assert "How a member of staff behaved (2 times)" in mine
    assert "A joke that went too far." in mine
    hidden = words(sign_in(chair).get("/cases/low-level/"))
    assert "Tess" not in hidden
    assert "0 that you may open" in hidden


def test_nobody_stops_the_clock_alone(head, sign_in):
    dsl = somebody("dsl", school=head.school)
    case = a_case(head, dsl, kinds=["staff_conduct"])
    decide_threshold(head, case, "harm", "She was alone with him.")

    refused = fill(sign_in(head), f"/cases/{case.reference}/threshold/", threshold="low_level", why="Because.")
    assert refused.status_code == 422
    assert "nobody stops that clock alone" in words(refused)

    decide_threshold(dsl, case, "low_level", "The door was open, and two others were there.")
    case.refresh_from_db()
    assert (case.threshold, case.officer_due) == ("low_level", None)
