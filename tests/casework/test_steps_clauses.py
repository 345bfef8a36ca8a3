"""A clause about dealing with cases that coverage counts as working stands before those who deal with them."""

from __future__ import annotations

import pytest

from cases import a_case
from factories import somebody
from ladders import under, url, words
from schoolgate.policy.coverage import FIVE, cover
from schoolgate.policy.pack import load

TAKEN_UP = {"incident_case", "escalation", "staff_support", "audit"}
SOME = {
    "days-lane": {"DL-09", "DL-20", "DL-64", "DL-72"},
    "glenwood": set(),
    "helsby-hillside": {"HH-37", "HH-42", "HH-78"},
    "roman-road": {"RR-37"},
    "windmill-hill": {"WH-09", "WH-14"},
}
"""What waited for casework, and binds the school. What binds people is in tests/duties/test_where_clauses_work.py."""


@pytest.mark.parametrize("pack", FIVE)
def test_what_the_policy_says_of_dealing_with_cases_stands_beside_the_ladder(school, sign_in, pack):
    head = somebody("head", school=school)
    under(school, pack)
    page = words(sign_in(head).get(url(a_case(head))))
    waited = [clause for clause in load(pack).clauses if clause.workflow in TAKEN_UP]
    asked = {c.id for c in waited if c.kind in ("duty", "workflow") and "school" in c.who and not cover(c).waiting}
    assert asked == SOME[pack]
    for number in asked:
        assert number in page
