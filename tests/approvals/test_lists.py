"""The lists stay quick as they grow, and show each person what is theirs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import somebody
from schoolgate.approvals.actions import asking, deciding
from schoolgate.approvals.models import ApprovalRequest
from typed import words

pytestmark = pytest.mark.django_db
ROLE = {"role": "volunteer", "from_date": "", "to_date": "", "acting": ""}


def more(here, count: int) -> None:
    """Requests of both kinds by new people, half of them decided."""
    for number in range(count):
        asker = somebody("staff", school=here.school)
        request = asking.ask_for_act(asker, "use.logo", {"by": "staff"}, "For the choir")
        asking.ask_for_role(asker, somebody("parent", school=here.school), ROLE, "Please")
        if number % 2:
            deciding.refuse(here.head, request, "No")


@pytest.mark.parametrize("address", ["/requests/", "/requests/decided/", "/"])
def test_the_number_of_queries_stays_the_same(address, here, sign_in):
    client = sign_in(here.head)
    counts = []
    for _ in range(2):
        more(here, 6)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_long_list_has_pages(here, sign_in):
    more(here, 22)
    client = sign_in(here.head)
    assert "Next page" in words(client.get("/requests/"))
    assert client.get("/requests/?waiting=2").status_code == 200


def test_the_list_of_what_was_decided_is_narrowed(here, sign_in):
    more(here, 2)
    refused = ApprovalRequest.unscoped.get(state="refused")
    client = sign_in(here.head)
    assert refused.asker.name in words(client.get("/requests/decided/?state=refused&act=use.logo"))
    assert "Nothing found" in words(client.get("/requests/decided/?state=approved"))
    assert "Nothing found" in words(client.get("/requests/decided/?act=role"))
    assert "Nothing found" in words(client.get("/requests/decided/?asker=nobody+of+this+name"))


def test_only_the_head_and_the_chair_see_what_others_decided(here, sign_in):
    more(here, 2)
    refused = ApprovalRequest.unscoped.get(state="refused")
    assert refused.asker.name in words(sign_in(here.chair).get("/requests/decided/"))
    assert "Nothing found" in words(sign_in(here.dsl).get("/requests/decided/"))


def test_a_head_finds_in_the_list_what_names_them_too_and_others_do_not(here, sign_in):
    request = asking.ask_for_act(here.teacher, "use.logo", {"by": "staff"}, "A film", [here.head, here.dsl])
    deciding.approve(here.chair, request, "Yes", valid_until=timezone.localdate())
    for overseer in (here.head, here.chair):
        assert here.teacher.name in words(sign_in(overseer).get("/requests/decided/"))
    assert "Nothing found" in words(sign_in(here.dsl).get("/requests/decided/"))


def test_two_requests_for_the_same_are_told_apart_by_their_first_words(here, sign_in):
    for what in ("For the choir’s poster", "For the summer fair"):
        asking.ask_for_act(here.teacher, "use.logo", {"by": "staff"}, what)
    for person, address in ((here.head, "/"), (here.head, "/requests/"), (here.teacher, "/requests/")):
        page = words(sign_in(person).get(address))
        assert "“For the choir’s poster”" in page
        assert "“For the summer fair”" in page
