"""The school's own numbers and the names of its classes and houses are no findings."""

from __future__ import annotations

import pytest

from factories import GroupFactory, pupil
from publishing.posting import here, latest, words, write
from schoolgate.publishing.pictures.actions.describing import names_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(wall):
    found = here("days-lane")
    GroupFactory(school=found.school, name="Maple")
    pupil(found.school, name="Maple Ashdown", given_name="Maple", family_name="Ashdown")
    pupil(found.school, name="Ruby Marsh", given_name="Ruby", family_name="Marsh")
    return found


def kinds(reference: str) -> list[str]:
    return [one["kind"] for one in latest(reference).checks.last().findings]


def test_the_head_says_what_is_the_schools_own_and_the_check_lets_it_through(at, sign_in):
    tess, head = sign_in(at.tess), sign_in(at.head)
    text = "Ring 01928 722345, or come to WA6 6QT. The cup goes to Ruby House."
    assert kinds(write(tess, at.channel, text)) == ["phone", "postcode", "first_name"]
    given = {"details": "Alder Lane, WA6 6QT\nTel. 01928 722345", "names": "Ruby House\n"}
    assert "the school’s own" in words(head.post("/posts/own/", given, follow=True))
    assert kinds(write(tess, at.channel, text)) == []
    assert kinds(write(tess, at.channel, "Ring 07700 900123.")) == ["phone"]
    assert "01928 722345" in words(head.get("/posts/own/"))


def test_what_holds_no_number_is_not_taken(at, sign_in):
    head = sign_in(at.head)
    page = head.post("/posts/own/", {"details": "our number", "names": ""})
    assert page.status_code == 422
    assert "We found no telephone number" in words(page)
    assert sign_in(at.tess).get("/posts/own/").status_code == 403


def test_maple_class_is_no_pupil_and_maple_is_one(at, sign_in):
    tess = sign_in(at.tess)
    assert kinds(write(tess, at.channel, "In the hall Maple class sang three songs.")) == []
    assert kinds(write(tess, at.channel, "In the hall Maple sang three songs.")) == ["first_name"]
    assert names_in(at.school, "The children of Maple Class in the garden.") == []
    assert names_in(at.school, "In the garden Maple holds a spade.")


def test_the_address_that_an_account_hangs_on_is_the_schools_own(at, sign_in):
    assert kinds(write(sign_in(at.tess), at.channel, "Write to office@school.example.")) == []
