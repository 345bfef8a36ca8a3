"""The pages for a child are read by a child of seven: each of them, with every answer to choose from."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from casework.telling import ANSWERS, at
from factories import somebody
from schoolgate.casework.letters.plain_english import reading_age
from schoolgate.casework.reports.models import Report
from schoolgate.casework.reports.questions import CHILD, ORDER

pytestmark = pytest.mark.django_db
READS = 7
"""Years of age."""


def age(page: HttpResponse) -> float:
    """The reading age of what stands on a page: each heading, label and button is a sentence of its own."""
    main = LexborHTMLParser(page.content.decode()).css_first("main")
    assert main
    parts = [node.text(separator=" ") for node in main.css("h1, h2, p, li, label, legend, button, dt, dd, .govuk-hint")]
    return reading_age([f"{' '.join(part.split()).rstrip('.')}." for part in parts if part.strip()])


@pytest.fixture
def child(school) -> Client:
    somebody("dsl", school=school)
    return Client()


@pytest.mark.parametrize("key", ORDER[CHILD])
def test_every_question_is_read_at_seven(school, child, key):
    page = child.get(at(school, key, CHILD))
    assert 0 < age(page) <= READS


def test_so_are_the_pages_around_them(school, child):
    picture = child.get(at(school, "picture", CHILD))
    for key in ORDER[CHILD]:
        child.post(at(school, key, CHILD), {**ANSWERS, "where": {"where": "chat"}}[key])
    check = child.get(at(school, "check", CHILD))
    sent = child.post(at(school, "check", CHILD), follow=True)
    assert Report.objects.of(school).exists()
    for page in (picture, check, sent):
        assert 0 < age(page) <= READS
