"""How often something is owed: a word of a policy means the same for every kind of duty."""

from __future__ import annotations

from datetime import date

import pytest

from factories import somebody
from schoolgate.community.models import Person, School
from schoolgate.duties.lessons.owing import rounds
from schoolgate.duties.owing import Asked, asked
from schoolgate.duties.reviews.things import things
from schoolgate.duties.rhythm import months_in, months_of
from schoolgate.duties.training.needs import needs
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.clause import Duty


def question(school: School, policy: str, on: date) -> Asked:
    head = Person.objects.of(school).filter(holdings__role="head").first() or somebody("head", school=school)
    version = adopting.send(head, drafting.start_from(head, policy))
    adopting.adopt(somebody("governor", school=school, account=None), version, date(2020, 9, 1))
    return asked(school, on)


def test_a_number_of_months_comes_before_a_word_and_other_words_name_no_rhythm():
    assert months_of(Duty("training", "", every=6, when="yearly")) == 6
    assert months_of(Duty("training", "", when="termly")) == 4
    assert months_of(Duty("training", "", when="on_joining")) is None


@pytest.mark.django_db
def test_regularly_is_the_same_for_training_lessons_and_checks(school):
    on = date(2026, 11, 21)
    assert months_in("regularly") == 12
    glenwood = question(school, "glenwood", on)
    training = {need.topic: need.months for need in needs(glenwood)}
    checks = {thing.clause: thing.months for thing in things(glenwood)}
    # GW-24, GW-25 and GW-30 all say "regularly".
    assert training["safe_practice"] == months_in("regularly")
    assert checks["GW-30"] == months_in("regularly")
    assert [(one.key, one.clause) for one in rounds(glenwood)] == [("yearly", "GW-24")]
