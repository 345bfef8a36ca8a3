"""Many declarations: every one can be found, and a home page bears only so many."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from factories import somebody
from schoolgate.community.today import tasks
from schoolgate.duties.declarations.actions import answering
from schoolgate.duties.declarations.actions.making import declare
from schoolgate.duties.declarations.kinds import kinds
from schoolgate.duties.declarations.models import Declaration

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(school):
    return somebody("head", school=school)


@pytest.fixture
def many(head) -> list[Declaration]:
    teacher = somebody("staff", school=head.school)
    answers = {"pupil": "current", "relative": "no"}
    return [declare(teacher, kinds()["friend_request"], answers) for _ in range(23)]


def links(page) -> list[str]:
    return [link.attributes.get("href") or "" for link in LexborHTMLParser(page.content.decode()).css("main a")]


def test_every_open_one_can_be_found_from_the_list(head, many, sign_in):
    client = sign_in(head)
    first = links(client.get("/declarations/"))
    assert "?open=2" in first
    both = {*first, *links(client.get("/declarations/?open=2"))}
    assert {f"/declarations/{each.reference}/" for each in many} <= both


def test_every_closed_one_can_be_found_from_the_list(head, many, sign_in):
    for each in many:
        answering.close(head, each, "Thank you.")
    client = sign_in(head)
    first = links(client.get("/declarations/"))
    assert "?closed=2" in first
    both = {*first, *links(client.get("/declarations/?closed=2"))}
    assert {f"/declarations/{each.reference}/" for each in many} <= both
    assert "?closed=1" in links(client.get("/declarations/?closed=2"))


def test_they_do_not_fill_the_home_page(head, many):
    urls = [task.url for task in tasks(head) if task.url.startswith("/declarations/")]
    assert len(urls) == 13
    assert urls.count("/declarations/") == 1
    for each in many:
        answering.ask_back(head, each, "When was it?")
    asked = [task.url for task in tasks(many[0].by) if task.url.startswith("/declarations/")]
    assert len(asked) == 13
    assert asked.count("/declarations/") == 1
