"""Two windows of one browser: two reports are never mixed, and nothing that was typed is lost without a word."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from casework.telling import ANSWERS, at, fill_in, send
from factories import somebody
from schoolgate.casework.reports.models import Report
from typed import words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def dsl(school):
    return somebody("dsl", school=school, name="Dee Fernley")


def page_of(client: Client, address: str) -> str:
    """What the page at an address says of the form it belongs to, as a window keeps it."""
    found = re.search(r'name="of" value="([0-9a-f]*)"', client.get(address).content.decode())
    assert found
    return found[1]


def sends(client: Client, address: str, of: str, **said: object) -> HttpResponse:
    return client.post(address, {"of": of, **said})


def test_what_is_typed_in_a_second_window_is_not_put_over_the_first(school):
    client = Client()
    first, second = page_of(client, at(school, "what")), page_of(client, at(school, "what"))
    assert sends(client, at(school, "what"), first, what="Report one.").status_code == 302
    answer = sends(client, at(school, "what"), second, what="Report two.")
    assert answer.status_code == 409
    assert "Report two." in words(answer), "it can be copied"
    assert "Report one." not in words(answer)
    assert "Report one." in words(client.get(at(school, "what")))


def test_a_button_that_is_pressed_twice_is_no_second_window(school):
    client = Client()
    of = page_of(client, at(school, "what"))
    for _ in range(2):
        assert sends(client, at(school, "what"), of, what="Report one.").status_code == 302


def test_a_window_whose_form_was_thrown_away_puts_nothing_into_the_new_one(school):
    client = Client()
    client.post(at(school, "what"), {"what": "Report one."})
    old = page_of(client, at(school, "hurt"))
    client.post(f"/tell/{school.slug}/grown-up/")
    client.post(at(school, "what"), {"what": "Report two."})
    answer = sends(client, at(school, "hurt"), old, hurt=["me"], hurt_names="Zed")
    assert answer.status_code == 409
    assert "Zed" in words(answer)
    assert "Zed" not in words(client.get(at(school, "hurt")))


def test_what_stood_on_the_check_page_is_what_is_sent_or_nothing(school):
    client = Client()
    fill_in(client, school)
    old = page_of(client, at(school, "check"))
    client.post(f"/tell/{school.slug}/grown-up/")
    fill_in(client, school, what={"what": "Report two."})
    assert sends(client, at(school, "check"), old).status_code == 409
    assert not Report.objects.of(school).exists()
    send(client, school)
    assert Report.objects.of(school).get().said("what") == "Report two."


def test_a_page_that_outlived_its_form_says_so_and_shows_what_was_typed(school):
    client = Client()
    client.post(at(school, "what"), ANSWERS["what"])
    old = page_of(client, at(school, "hurt"))
    client.cookies.clear()
    answer = sends(client, at(school, "hurt"), old, hurt=["me"], hurt_names="Zed")
    assert answer.status_code == 409
    assert "not here any more" in words(answer)
    assert "Zed" in words(answer)


def test_a_picture_that_is_said_in_another_window_leads_to_what_never_to_do(school):
    client = Client()
    old = page_of(client, at(school, "what"))
    client.post(at(school, "what"), {"what": "Report one."})
    answer = client.post(at(school, "what"), {"of": old, "what": "Two.", "picture": "yes"}, follow=True)
    assert "do not look at it again" in words(answer)
    assert "Report one." in words(client.get(at(school, "what")))


def test_a_child_reads_it_in_their_own_words(school):
    client = Client()
    old = page_of(client, at(school, "topic", "child"))
    client.post(at(school, "topic", "child"), {"topic": "bullying"})
    answer = sends(client, at(school, "topic", "child"), old, topic="threat")
    assert answer.status_code == 409
    assert "one thing at a time" in words(answer)
