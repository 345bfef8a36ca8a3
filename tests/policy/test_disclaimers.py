"""Ready words for saying that views are one's own: where the policy in force asks for them, and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest

from factories import somebody
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.disclaimers import CONTROL, disclaimers
from schoolgate.policy.pack import PACKS, load
from schoolgate.policy.vocabulary import controls
from typed import words

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("pack", "places"),
    [("helsby-hillside", 3), ("model", 3), ("glenwood", 0), ("days-lane", 0), ("roman-road", 0), ("windmill-hill", 0)],
)
def test_each_policy_has_words_for_the_places_it_names(pack, places):
    found = disclaimers(load(pack).clauses, TODAY)
    assert len(found) == places
    assert all(one.words and one.clauses for one in found)


def test_there_are_words_for_every_place_that_a_policy_can_name():
    values = set(controls()[CONTROL].values)
    named = {place for pack in PACKS for clause in load(pack).clauses for place in clause.controls.get(CONTROL, ())}
    assert named <= values
    from schoolgate.policy.disclaimers import _places

    assert set(_places()) == values


@pytest.mark.django_db
def test_the_page_and_the_answer_show_them(school, sign_in, client):
    head = somebody("head", school=school)
    sent = adopting.send(head, drafting.start_from(head, "helsby-hillside"))
    adopting.adopt(somebody("governor", school=school), sent, date(2020, 9, 1))
    page = words(sign_in(somebody("staff", school=school)).get("/disclaimer/"))
    assert "These are my own views" in page
    assert "HH-63" in page
    answer = client.get(f"/ask/{school.slug}/discuss.school/", {"by": "staff", "disclaimer": "yes"})
    assert "Words you can copy" in words(answer)
    other = client.get(f"/ask/{school.slug}/befriend.parent/", {"by": "staff"})
    assert "Words you can copy" not in words(other)


@pytest.mark.django_db
def test_a_policy_that_asks_for_none_shows_none(school, sign_in, client):
    head = somebody("head", school=school)
    sent = adopting.send(head, drafting.start_from(head, "glenwood"))
    adopting.adopt(somebody("governor", school=school), sent, date(2020, 9, 1))
    assert "asks for no note" in words(sign_in(head).get("/disclaimer/"))
    answer = client.get(f"/ask/{school.slug}/discuss.school/", {"by": "staff", "disclaimer": "no"})
    assert "Words you can copy" not in words(answer)
