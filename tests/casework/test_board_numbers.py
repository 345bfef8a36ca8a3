"""Cases over time, and what comes again, of the cases that one may open."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cases import a_case, named
from factories import pupil, somebody
from schoolgate.casework.board.numbers import over_time
from schoolgate.casework.cases.access import open_to
from schoolgate.casework.cases.models import Case
from schoolgate.casework.removals.models import Removal
from schoolgate.casework.steps.models import Step
from typed import words

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def dsl(school):
    return somebody("dsl", school=school)


@pytest.fixture
def page(sign_in, dsl):
    client = sign_in(dsl)
    return lambda path: words(client.get(path))


def test_numbers_say_what_came_what_was_done_and_how_long_it_took(page, dsl, school):
    ended = a_case(dsl, kinds=["threat", "hate"], state="closed", outcome="sanction", at=NOW - timedelta(days=30))
    Case.unscoped.filter(pk=ended.pk).update(closed_at=NOW - timedelta(days=10))
    a_case(dsl, at=NOW - timedelta(days=800))
    hidden = a_case(somebody("head", school=school), kinds=["extremism"])
    for case, rung, decision in (
        (ended, "talk", "not_yet"),
        (ended, "talk", "taken"),
        (ended, "police", "taken"),
        (ended, "police", "not_taken"),
        (hidden, "governors", "taken"),
    ):
        Step.unscoped.model(case=case, rung=rung, decision=decision, by=dsl).save()
    said = page("/cases/numbers/")
    assert "1 case that you may open" in said
    assert "A threat 1" in said
    assert "A sanction was given under another policy 1" in said
    assert "Within a month 1" in said
    assert "Talk to them 1" in said
    steps = said[said.index("Steps that were taken") : said.index("How they ended")]
    assert "olice" not in steps, "what was decided later stands"
    assert "Extreme" not in said[said.index("What they are about") :]
    assert "No case came in these days" in page("/cases/numbers/?first=2001-01-01&last=2001-02-01")


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (date(2026, 3, 20), date(2026, 4, 2), ["20 Mar 2026", "27 Mar 2026"]),
        (
            date(2025, 11, 21),
            date(2026, 4, 2),
            ["Nov 2025", "Dec 2025", "Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026"],
        ),
        (date(2021, 5, 1), date(2026, 4, 2), ["2021", "2022", "2023", "2024", "2025", "2026"]),
    ],
)
def test_every_case_of_some_days_is_in_one_week_month_or_year(dsl, first, last, labels):
    outside = (first - timedelta(days=1), last + timedelta(days=1))
    for day in (first, date(2026, 3, 29), date(2026, 3, 30), last, *outside):
        a_case(dsl, at=datetime(day.year, day.month, day.day, 0, 30, tzinfo=LONDON))
    points = over_time(open_to(dsl), first, last)
    assert [label for label, _ in points] == labels
    assert sum(many for _, many in points) == 4


def test_what_comes_again_is_told_without_rank_and_of_open_cases_alone(page, dsl, school):
    often, seldom = pupil(school, name="Zed Example", year="6"), pupil(school, name="Abe Example", year="2")
    for part in ("affected", "responsible", "affected"):
        case = a_case(dsl, at=datetime(2026, 11, 3, 22, 30, tzinfo=LONDON))
        party = named(case, often, part, "pupil")
        party.year = "6"
        party.save()
        Removal(case=case, number=1, network="youtube", kind="post", ground="rude", by=dsl).save()
    head = somebody("head", school=school)
    noon = datetime(2026, 11, 4, 12, tzinfo=LONDON)
    for case in [a_case(who, at=noon) for who in (dsl, dsl, head, head)]:
        named(case, seldom, "affected", "pupil")
    said = page("/cases/patterns/?first=2026-11-01&last=2026-12-31")
    assert "1 pupil is named in 3 cases or more." in said
    assert "Zed Example Year 6 2 0 1" in said
    assert "Abe Example" not in said, "two more cases are not for this reader to know of"
    assert "Year 6 is in more cases than all other year groups together: 3 of 3." in said
    assert "YouTube comes in more cases than all others together: 3 of 3." in said
    assert "We were told of most, 3 of 5, at one time: late in the evening, after nine." in said


def test_numbers_say_how_often_what_was_asked_to_come_down_is_gone(page, dsl):
    case, today = a_case(dsl), timezone.localdate()
    for number, gone in enumerate((True, False), start=1):
        removal = Removal(case=case, number=number, network="tiktok", asked_on=today - timedelta(days=3), by=dsl)
        if gone:
            removal.state, removal.ended_on = Removal.State.GONE, today
        removal.keep(address="https://videos.example/1")
        removal.save()
    assert "TikTok 2 1 1 (50 %) 3" in page("/cases/numbers/")
