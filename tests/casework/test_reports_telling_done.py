"""Whoever has said what is needed can say that this is all, on any page: what was typed there goes along."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from casework.telling import ANSWERS, at, send
from factories import somebody
from schoolgate.casework.evidence.models import Item
from schoolgate.casework.reports.models import Report
from schoolgate.casework.reports.questions import CHILD, GROWN_UP, ORDER
from typed import words

pytestmark = pytest.mark.django_db
BUTTON = b'name="done"'


@pytest.fixture(autouse=True)
def dsl(school):
    return somebody("dsl", school=school)


def begun(school, voice: str = GROWN_UP) -> Client:
    """A browser that has answered what is needed."""
    client = Client()
    for key in ("what", "topic", "danger"):
        client.post(at(school, key, voice), ANSWERS[key])
    return client


def ends(client: Client, school, key: str, voice: str = GROWN_UP, **said: Any) -> HttpResponse:
    return client.post(at(school, key, voice), {**said, "done": "yes"})


def a_file() -> io.BytesIO:
    file = io.BytesIO(b"cruel words")
    file.name = "screen.txt"
    return file


@pytest.mark.parametrize("voice", [GROWN_UP, CHILD])
def test_the_button_comes_with_the_last_of_the_answers_that_are_needed(school, voice):
    client = Client()
    first, second, last, *others = ORDER[voice]
    for key in (first, second):
        assert BUTTON not in client.get(at(school, key, voice)).content
        client.post(at(school, key, voice), ANSWERS[key])
    for key in (last, *others):
        if key != "right":
            assert BUTTON in client.get(at(school, key, voice)).content, key
        if key == last:
            client.post(at(school, key, voice), ANSWERS[key])


@pytest.mark.parametrize(
    ("key", "said", "shown"),
    [
        ("where", {"where": "In the chat of Year 6"}, "In the chat of Year 6"),
        ("hurt", {"hurt": ["pupil"], "hurt_names": "Kim Nobody"}, "Kim Nobody"),
        ("who", {"who_names": "Robin Nobody"}, "Robin Nobody"),
        ("you", {"name": "Nell Neighbour"}, "Nell Neighbour"),
        ("what", {"what": "Something else altogether."}, "Something else altogether."),
    ],
)
def test_what_was_typed_on_the_page_is_kept_and_the_check_comes_next(school, key, said, shown):
    client = begun(school)
    page = ends(client, school, key, **said)
    assert page["Location"] == at(school, "check")
    assert shown in words(client.get(page["Location"]))
    send(client, school)
    report = Report.objects.of(school).get()
    assert shown in report.private.values()


def test_a_file_goes_along_too(school):
    client = begun(school)
    assert ends(client, school, "files", files=a_file())["Location"] == at(school, "check")
    send(client, school)
    assert [item.called() for item in Item.objects.of(school)] == ["screen.txt"]


def test_a_child_who_taps_on_it_need_not_tap_on_a_drawing(school):
    client = begun(school, CHILD)
    assert ends(client, school, "where", CHILD)["Location"] == at(school, "check", CHILD)
    assert send(client, school, CHILD)


@pytest.mark.parametrize("voice", [GROWN_UP, CHILD])
def test_the_question_of_danger_is_never_passed_over(school, voice):
    client = Client()
    for key in ("what", "topic"):
        client.post(at(school, key, voice), ANSWERS[key])
    for key in ("what", "hurt", "files", "you"):
        page = ends(client, school, key, voice, **ANSWERS[key])
        assert page["Location"] == at(school, "danger", voice), key
    page = ends(client, school, "danger", voice)
    assert page.status_code == 422 or page["Location"] == at(school, "danger", voice)
    client.post(at(school, "check", voice))
    assert not Report.objects.of(school).exists()


def test_whoever_says_that_somebody_is_in_danger_reads_whom_to_call_first(school):
    client = Client()
    for key in ("what", "topic"):
        client.post(at(school, key), ANSWERS[key])
    page = client.post(at(school, "danger"), {"danger": "yes", "done": "yes"}, follow=True)
    assert "999" in words(page)
    assert page.context["go_on"] == at(school, "check")


def test_grave_words_bring_help_first_here_too(school):
    client = Client()
    for key in ("topic", "danger"):
        client.post(at(school, key, CHILD), ANSWERS[key])
    page = client.post(at(school, "what", CHILD), {"what": "I want to die", "done": "yes"}, follow=True)
    assert "0800 1111" in words(page)
    assert page.context["go_on"] == at(school, "check", CHILD)


def test_what_was_not_asked_can_be_said_from_the_check_and_leads_back_to_it(school):
    client = begun(school)
    ends(client, school, "where")
    check = client.get(at(school, "check"))
    assert f'href="{at(school, "who")}"' in check.content.decode()
    assert "Not answered" in words(check), "it was asked where"
    page = client.post(at(school, "who"), {"who_names": "Robin Nobody"})
    assert page["Location"] == at(school, "check")
    assert "Robin Nobody" in words(client.get(page["Location"]))


def test_a_browser_that_dies_after_it_opens_at_the_check(school):
    client = begun(school)
    ends(client, school, "where")
    opened = Client()
    opened.cookies["tell"] = client.cookies["tell"].value
    assert opened.get(f"/tell/{school.slug}/grown-up/").context["go_on"] == at(school, "check")


def test_pressed_twice_it_is_one_report(school):
    client = begun(school)
    for _ in range(2):
        assert ends(client, school, "hurt", hurt_names="Kim Nobody").status_code == 302
    send(client, school)
    assert Report.objects.of(school).count() == 1


def test_the_button_about_a_picture_comes_before_it(school):
    client = begun(school)
    page = client.post(at(school, "where"), {"where": "https://a.example", "picture": "yes", "done": "yes"})
    assert page["Location"].endswith("/picture/")
    assert "a.example" not in words(client.get(at(school, "check")))
