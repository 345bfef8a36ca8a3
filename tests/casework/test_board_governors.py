"""What governors learn of cases: counts, none of which points at anybody."""

from __future__ import annotations

from itertools import product

import pytest
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cases import a_case
from factories import SchoolFactory, somebody, with_second_step
from schoolgate.casework.cases.models import Case
from schoolgate.community.few import about_whole, are_few, many
from typed import words


@pytest.fixture
def report(school, sign_in):
    client = sign_in(with_second_step(somebody("chair", school=school)))
    return lambda: words(client.get("/governors/"))


@pytest.fixture
def tell(school):
    dsl = somebody("dsl", school=school)

    def worries(many, *kinds, **fields):
        for _ in range(many):
            a_case(dsl, kinds=list(kinds), **fields)

    return worries


def test_counts_for_the_whole_school_and_nothing_of_any_case(report, tell):
    a_case(somebody("head", school=SchoolFactory()))
    tell(6, "bullying")
    tell(9, "threat", state=Case.State.CLOSED, outcome="resolved", closed_at=timezone.now())
    tell(4, "threat", state=Case.State.JOINED)
    said = report()
    assert "About 15 worries came. No low-level concern about an adult was written down." in said
    assert "Bullying or cruel behaviour: about 5 A threat: about 10" in said
    assert "Put right: about 10 Still being dealt with: about 5" in said
    assert "Within a week: about 10" in said
    for private in (str(Case.unscoped.first()), "Words in a group chat", "Example"):
        assert private not in said


def test_few_worries_are_not_told_apart(report, tell):
    tell(3, "sexual")
    said = report()
    assert "Under 5 worries came." in said
    assert "Something sexual" not in said


def test_what_few_are_about_is_left_out_and_cannot_be_worked_out_from_the_rest(report, tell):
    tell(9, "bullying")
    tell(1, "sexual")
    with_it = report()
    assert "Something sexual" not in with_it
    Case.unscoped.filter(kinds=["sexual"]).delete()
    assert report() == with_it, "nobody can tell whether there was one"


def test_one_about_several_things_is_counted_once(report, tell):
    tell(5, "bullying", "threat")
    tell(5, "bullying")
    assert "Bullying or cruel behaviour: about 5 Several of these: about 5" in report()


def test_low_level_concerns_are_a_count_and_in_no_list(report, tell):
    tell(5, "staff_conduct", threshold=Case.Threshold.LOW_LEVEL)
    said = report()
    assert "No worry came. About 5 low-level concerns about adults were written down." in said
    assert "How a member of staff behaved" not in said


@settings(max_examples=60)
@example([4, 7, 7])
@example([4, 7, 7, 7])
@given(st.lists(st.integers(0, 9), min_size=3, max_size=4))
def test_what_is_told_fits_other_numbers_too_wherever_something_was_few(numbers):
    """Whoever knows how the report is made cannot tell how few there were of anything."""

    def told(of):
        parts = [(str(n), number) for n, number in enumerate(of)]
        return many(parts), about_whole(sum(of), parts)

    if any(map(are_few, numbers)):
        same = [of for of in product(range(13), repeat=len(numbers)) if told(of) == told(numbers)]
        for place, number in enumerate(numbers):
            assert not are_few(number) or len({of[place] for of in same}) > 1
