"""The page where anybody checks a permission, and what it never tells."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from schoolgate.approvals.actions import asking, deciding
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.approvals.reference import new_reference, tidy
from typed import words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_count():
    cache.clear()


def permitted(here) -> ApprovalRequest:
    request = asking.ask_for_act(here.teacher, "use.logo", {"by": "staff"}, "For the choir")
    return deciding.approve(here.head, request, "Yes", valid_until=timezone.localdate() + timedelta(days=9))


def open_page(reference: str) -> tuple[str, int, int]:
    """What the page says, its status, and how many questions the database was asked."""
    with CaptureQueriesContext(connection) as asked:
        page = Client().get("/permission/", {"reference": reference})
    # The count of tries is kept in the same database, and begins anew each minute.
    looked_up = [one for one in asked.captured_queries if "approvals_" in one["sql"]]
    return words(page), page.status_code, len(looked_up)


def test_unknown_over_taken_back_refused_and_open_look_the_same(here):
    def changed(**values: object) -> str:
        request = permitted(here)
        ApprovalRequest.unscoped.filter(pk=request.pk).update(**values)
        return request.reference

    yesterday = timezone.localdate() - timedelta(days=1)
    references = [
        new_reference(),
        "nothing like one",
        changed(valid_until=yesterday),
        changed(state="revoked"),
        changed(state="refused"),
        changed(written=False),
        changed(state="open"),
    ]
    answers = {open_page(reference)[1:] for reference in references}
    said = {open_page(reference)[0] for reference in references}
    assert len(answers) == 1
    assert len(said) == 1
    assert "Not valid" in said.pop()


def test_a_reference_is_read_as_people_write_it():
    assert tidy(" k7qm 2xrd-9fht.w3bn ") == "K7QM-2XRD-9FHT-W3BN"
    assert tidy("OOII-LL00-1111-0000") == "0011-1100-1111-0000"
    assert tidy("") == ""
    reference = new_reference()
    assert tidy(reference) == reference


def test_references_cannot_be_guessed():
    made = {new_reference() for _ in range(2000)}
    assert len(made) == 2000
    assert all(len(one.replace("-", "")) * 5 >= 64 for one in made)


def test_too_many_tries_are_asked_to_wait(here, monkeypatch):
    reference = permitted(here).reference
    visitor, moment = Client(), timezone.now()
    # A minute by the clock is what is counted: the test has to stay in one.
    monkeypatch.setattr(timezone, "now", lambda: moment)
    answers = [visitor.get("/permission/", {"reference": new_reference()}).status_code for _ in range(40)]
    assert 429 in answers
    assert answers[0] == 200
    assert visitor.get("/permission/", {"reference": reference}).status_code == 429
    assert visitor.get("/permission/").status_code == 200


def test_the_paper_is_for_the_asker_and_the_deciders_alone(here, sign_in):
    address = f"/requests/{permitted(here).pk}/permission.pdf"
    assert sign_in(here.teacher).get(address).status_code == 200
    assert sign_in(here.head).get(address)["Content-Type"] == "application/pdf"
    for other in (here.chair, here.dsl):
        assert sign_in(other).get(address).status_code == 404
    assert Client().get(address).status_code == 404
