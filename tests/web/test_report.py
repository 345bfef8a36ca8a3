"""The governors' evening: is the policy in date, what changed, what did we do this term, what is overdue?"""

from __future__ import annotations

from datetime import timedelta

import pypdfium2
import pytest
from django.utils import timezone

from factories import DutyFactory, SchoolFactory, TermFactory, somebody, with_second_step
from schoolgate.community.calendar import school_year, term_began
from schoolgate.community.change import by_machine
from schoolgate.policy.actions import adopting, drafting
from typed import words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PAGE = "/governors/"


@pytest.fixture
def head(school):
    return somebody("head", school=school)


@pytest.fixture
def chair(school, sign_in):
    return sign_in(with_second_step(somebody("chair", school=school)))


@pytest.fixture
def old_policy(school, head):
    """Roman Road's, which was due for review years ago."""
    sent = adopting.send(head, drafting.start_from(head, "roman-road"))
    return adopting.adopt(somebody("governor", school=school, account=None), sent, TODAY - timedelta(days=400))


def did(school, verb, times=1):
    with by_machine(school) as ledger:
        for _ in range(times):
            ledger.write(verb, school)


def test_the_chair_reads_that_the_policy_is_late_and_what_is_wrong_with_it(chair, old_policy):
    assert "Ask when the policy will be reviewed It was due by" in words(chair.get("/"))
    page = words(chair.get(PAGE))
    assert "Is the policy in date? No. It was due for review by" in page
    assert "things in it need putting right" in page
    assert "The policy has not changed since" in page


def test_a_version_that_waits_or_is_new_is_a_change(chair, head, school, old_policy):
    draft = adopting.send(head, drafting.start_from(head, "model"))
    assert "waits for the governors. See what it changes" in words(chair.get(PAGE))
    adopting.adopt(somebody("governor", school=school, account=None), draft, TODAY)
    page = words(chair.get(PAGE))
    assert "adopted from" in page
    assert "Is the policy in date? No." not in page
    assert "Ask when" not in words(chair.get("/"))


def test_what_was_done_this_term_is_counted_and_the_few_are_not_told_apart(chair, school):
    did(school, "lesson.taught")
    did(school, "agreement.signed", 7)
    did(school, "declaration.made", 3)
    did(SchoolFactory(), "agreement.signed", 5)
    page = words(chair.get(PAGE))
    assert "7 agreements signed" in page
    assert "1 lesson on online safety taught" in page
    assert "Fewer than 5 things declared by staff" in page


def test_what_is_overdue_is_told_without_a_name(chair, school):
    DutyFactory(person=somebody("staff", school=school, name="Ana Example"), due=TODAY - timedelta(days=3))
    page = chair.get(PAGE)
    assert "1 thing is asked: 0 done, 1 not yet, 0 declined. 1 person is late with at least one." in words(page)
    assert "Ana Example" not in page.content.decode()
    paper = chair.get("/governors.pdf")
    printed = " ".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(paper.content))
    assert "Sign the staff agreement" in printed


def test_the_term_began_when_the_school_says_so_or_with_the_school_year(school):
    assert term_began(school, TODAY) == TODAY.replace(year=school_year(TODAY), month=9, day=1)
    term = TermFactory(school=school)
    assert term_began(school, TODAY) == term.first_day


def test_a_teacher_does_not_read_it(school, sign_in):
    assert sign_in(somebody("staff", school=school)).get(PAGE).status_code == 403
