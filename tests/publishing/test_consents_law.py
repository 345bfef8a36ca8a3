"""Never yes where anybody who speaks said no, or nobody said anything; and a whole school at the price of one pupil."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from factories import family, somebody
from schoolgate.publishing.consents.actions import answering
from schoolgate.publishing.consents.law import PARENTS, SELF, Answer, Standing, stands
from schoolgate.publishing.consents.models import Purpose
from schoolgate.publishing.consents.standing import may_be_shown

TODAY = date(2026, 11, 21)
ANSWERS = st.builds(Answer, st.booleans(), st.none() | st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3)))
NEEDED = st.sets(st.sampled_from([PARENTS, SELF])).map(frozenset)


@given(st.lists(ANSWERS, max_size=4), st.none() | ANSWERS, NEEDED)
def test_never_yes_where_anybody_said_no_or_whoever_is_needed_said_nothing(parents, own, needed):
    stood = stands(parents, own, needed, TODAY)
    everybody = [*parents, *([own] if own else [])]
    if any(not one.yes for one in everybody):
        assert stood in (Standing.NO, Standing.DISAGREE)
    if not any(one.runs(TODAY) for one in everybody):
        assert stood != Standing.YES
    if stood == Standing.YES:
        assert PARENTS not in needed or any(one.runs(TODAY) for one in parents)
        assert SELF not in needed or (own and own.runs(TODAY))


@given(st.lists(ANSWERS, max_size=4), st.none() | ANSWERS, NEEDED, ANSWERS.filter(lambda one: not one.yes))
def test_a_further_no_never_makes_a_yes(parents, own, needed, no):
    assert stands([*parents, no], own, needed, TODAY) != Standing.YES
    assert stands(parents, no, needed, TODAY) != Standing.YES


@given(st.lists(ANSWERS, max_size=4), st.none() | ANSWERS, NEEDED)
def test_the_order_in_which_parents_are_read_changes_nothing(parents, own, needed):
    assert stands(parents, own, needed, TODAY) == stands(parents[::-1], own, needed, TODAY)


def test_the_last_day_counts_and_the_next_does_not():
    yes = Answer(yes=True, until=TODAY)
    assert stands([yes], None, {PARENTS}, TODAY) == Standing.YES
    assert stands([yes], None, {PARENTS}, TODAY + timedelta(days=1)) == Standing.OVER
    assert stands([], None, {PARENTS}, TODAY) == Standing.NOBODY_SAID
    assert stands([yes, Answer(yes=False)], None, {PARENTS}, TODAY) == Standing.DISAGREE
    assert stands([yes, Answer(yes=False)], None, {PARENTS}, TODAY + timedelta(days=1)) == Standing.NO


def test_a_whole_school_is_asked_in_as_many_queries_as_one_pupil(school):
    children = []
    for _ in range(12):
        parent, child = family(school)
        answering.answer(parent, child, {"website": True})
        children.append(child)
    teacher = somebody("staff", school=school)
    purposes = [purpose.value for purpose in Purpose]
    counts = []
    for people in (children[:1], [*children, teacher]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = may_be_shown(people, purposes, timezone.localdate())
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7
    assert found[children[5].pk, "website"] == Standing.YES
    assert found[teacher.pk, "website"] == Standing.NOBODY_SAID
    assert may_be_shown([], purposes, timezone.localdate()) == {}
