"""The names of a school are kept ready until somebody comes, goes or is called otherwise."""

from __future__ import annotations

import pytest
from django.db import transaction

from factories import SchoolFactory, somebody
from schoolgate.community.actions.people import add_person, change_person
from schoolgate.community.actions.roles import end_role
from schoolgate.community.names.roll import finder_of
from schoolgate.community.roles import Role

pytestmark = pytest.mark.django_db

TEXT = "Ada Able, Bo Baker and Cy Cook"


@pytest.fixture
def head():
    return somebody("head")


def on_the_roll(head):
    return [TEXT[one.start : one.end] for one in finder_of(head.school, Role.PUPIL).find(TEXT)]


def test_who_is_added_renamed_or_leaves_is_known_at_once(head):
    assert on_the_roll(head) == []
    ada = add_person(head, head.school, name="Ada Able", roles=["pupil"])
    assert on_the_roll(head) == ["Ada Able"]
    change_person(head, ada, name="Bo Baker")
    assert on_the_roll(head) == ["Bo Baker"]
    add_person(head, head.school, name="Cy Cook", roles=["staff"])
    assert on_the_roll(head) == ["Bo Baker"]
    end_role(head, ada.holdings.get())
    assert on_the_roll(head) == []


def test_a_change_that_was_undone_is_forgotten(head):
    add_person(head, head.school, name="Ada Able", roles=["pupil"])
    with transaction.atomic():
        add_person(head, head.school, name="Bo Baker", roles=["pupil"])
        assert on_the_roll(head) == ["Ada Able", "Bo Baker"]
        transaction.set_rollback(True)
    assert on_the_roll(head) == ["Ada Able"]
    add_person(head, head.school, name="Cy Cook", roles=["pupil"])
    assert on_the_roll(head) == ["Ada Able", "Cy Cook"]


def test_nothing_is_read_again_for_what_happens_elsewhere(head, django_assert_max_num_queries):
    add_person(head, head.school, name="Ada Able", roles=["pupil"])
    finder = finder_of(head.school, Role.PUPIL)
    other = somebody("head", school=SchoolFactory())
    add_person(other, other.school, name="Bo Baker", roles=["pupil"])
    with django_assert_max_num_queries(3):
        assert finder_of(head.school, Role.PUPIL) is finder
    assert on_the_roll(other) == ["Bo Baker"]


def test_names_from_the_roll_in_full_are_known_too(head):
    ada = add_person(head, head.school, name="Ada Able", roles=["pupil"])
    change_person(head, ada, given_name="Adelaide Rose", family_name="Able")
    text = "Adelaide Able"
    (one,) = finder_of(head.school, Role.PUPIL).find(text)
    assert (one.end, one.people) == (len(text), {ada.pk})
