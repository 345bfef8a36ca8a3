"""The governors' evening: is the policy in date, what changed, what did we do this term, what is overdue?"""

from __future__ import annotations

import re
from datetime import timedelta

import pypdfium2
import pytest
from django.utils import timezone

from factories import DutyFactory, SchoolFactory, TermFactory, a_text, somebody, with_second_step
from schoolgate.community.calendar import school_year, term_began
from schoolgate.community.change import by_machine
from schoolgate.duties.agreements.actions import signing
from schoolgate.duties.models import Duty
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
    did(school, "declaration.made", 3)
    for where in (school, SchoolFactory()):
        text = a_text(where)
        for _ in range(7):
            signing.sign(somebody("staff", school=where), text, text.sha256)
    page = words(chair.get(PAGE))
    assert "7 agreements signed" in page
    assert "1 lesson on online safety taught" in page
    assert "Fewer than 5 things declared by staff" in page


def test_what_is_overdue_is_told_without_a_name(chair, school):
    DutyFactory(person=somebody("staff", school=school, name="Ana Example"), due=TODAY - timedelta(days=3))
    page = chair.get(PAGE)
    assert "1 thing is asked: 0 done, under 5 not yet. Fewer than 5 people are late" in words(page)
    assert "Ana Example" not in page.content.decode()
    paper = chair.get("/governors.pdf")
    printed = " ".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(paper.content))
    assert "Sign the staff agreement" in printed


def asked_of(school, *states, **cells):
    for state in states:
        DutyFactory(school=school, person=somebody("staff", school=school), state=state, **cells)


def row_of(page):
    """The cells of the one line of the table, by the name of its column."""
    cells = re.findall(r'data-label="([^"]+)">\s*([^<]*?)\s*</td>', page.content.decode())
    return {name: cell.replace("\N{NO-BREAK SPACE}", " ") for name, cell in cells}


def test_a_line_that_few_are_asked_does_not_say_who_declined_or_is_late(chair, school):
    asked_of(school, "declined", due=TODAY - timedelta(days=3))
    text = a_text(school)
    signing.decline(somebody("staff", school=school), text, text.sha256, "I would rather not.")
    page = chair.get(PAGE)
    declined = row_of(page)
    assert "Fewer than 5 agreements declined" in words(page)
    told = {"Asked of": "1", "Done": "0", "Not yet": "under 5", "Late": "under 5", "Because of": "4.2"}
    assert declined == told, "a column of those who declined would say that somebody did"
    assert "we say “under 5”" in words(page)
    Duty.unscoped.update(state="owed")
    assert row_of(chair.get(PAGE)) == declined, "late looks like declined"
    Duty.unscoped.update(state="done")
    assert {row_of(chair.get(PAGE))[name] for name in ("Late", "Not yet")} == {"0"}, "nothing to hide"


def test_few_who_declined_among_many_cannot_be_worked_out_from_the_rest(chair, school):
    asked_of(school, *["done"] * 9, "declined", due=TODAY - timedelta(days=3))
    page = chair.get(PAGE)
    line = row_of(page)
    assert (line["Asked of"], line["Done"], line["Not yet"], line["Declined"]) == ("10", "9", "under 5", "under 5")
    assert "10 things are asked: 9 done, under 5 not yet. Nobody is late" in words(page)
    Duty.unscoped.filter(state="declined").update(state="owed")
    line = row_of(chair.get(PAGE))
    assert (line["Not yet"], line["Late"]) == ("1", "1"), "of many, who is late is no secret to hide"
    asked_of(school, *["owed"] * 6, "let_off", due=TODAY + timedelta(days=3))
    line = row_of(chair.get(PAGE))
    assert (line["Asked of"], line["Not yet"], line["Let off"]) == ("17", "about 5", "under 5")


def test_many_are_told_as_they_are(chair, school):
    asked_of(school, *["declined"] * 5, *["owed"] * 3, due=TODAY - timedelta(days=3))
    page = chair.get(PAGE)
    line = row_of(page)
    assert (line["Asked of"], line["Not yet"], line["Late"], line["Declined"]) == ("8", "3", "3", "5")
    assert "8 things are asked: 0 done, 3 not yet, 5 declined." in words(page)
    assert "under 5" not in words(page)


def test_the_term_began_when_the_school_says_so_or_with_the_school_year(school):
    assert term_began(school, TODAY) == TODAY.replace(year=school_year(TODAY), month=9, day=1)
    term = TermFactory(school=school)
    assert term_began(school, TODAY) == term.first_day


def test_a_teacher_does_not_read_it(school, sign_in):
    assert sign_in(somebody("staff", school=school)).get(PAGE).status_code == 403
