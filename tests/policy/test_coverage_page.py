"""Every clause of the five policies can be read in the product, with what it does there."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.html import escape

from factories import somebody
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.coverage import FIVE
from schoolgate.policy.pack import load


@pytest.mark.django_db
@pytest.mark.parametrize("policy", FIVE)
def test_each_clause_is_on_the_policy_s_page_and_in_its_account(policy, school, sign_in, client):
    head = somebody("head", school=school)
    sent = adopting.send(head, drafting.start_from(head, policy))
    adopting.adopt(somebody("governor", school=school), sent, date(2020, 9, 1))
    text = client.get(f"/schools/{school.slug}/policy/").content.decode()
    account = sign_in(head).get("/policy/1/coverage/").content.decode()
    for clause in load(policy).clauses:
        assert f'id="clause-{clause.id}"' in text
        assert escape(clause.says) in text
        assert escape(clause.says) in account
