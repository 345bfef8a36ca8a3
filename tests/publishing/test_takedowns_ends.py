"""A yes that ends takes down what shows them; a face that is named when the picture is out already does too."""

from __future__ import annotations

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core import mail as post_office
from django.test import Client
from django.utils import timezone

from factories import FamilyLinkFactory, pupil, somebody
from pictures import a_picture
from publishing.posting import approve, ask_for, delivery, here, words, write
from schoolgate.community.models import Mail, Notice, Person
from schoolgate.jobs.work import drain
from schoolgate.publishing.consents import asking
from schoolgate.publishing.consents.actions.answering import answer
from schoolgate.publishing.consents.jobs import follow_round
from schoolgate.publishing.consents.models import Consent, Lasting
from schoolgate.publishing.pictures.actions.naming import name_face, say_who
from schoolgate.publishing.pictures.models import Picture
from schoolgate.publishing.takedowns.ending import end_what_is_over
from schoolgate.publishing.takedowns.jobs import end_everywhere
from schoolgate.publishing.takedowns.models import Takedown

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def at(website):
    return here("days-lane")


@pytest.fixture
def family(at):
    child = pupil(at.school, name="Wren Featherstone", given_name="Wren", year="3")
    mother = somebody("parent", school=at.school)
    FamilyLinkFactory(child=child, adult=mother)
    return SimpleNamespace(child=child, mother=mother)


@pytest.fixture
def out(at, sign_in):
    """A post that is out, with a picture of somebody, or of a face that has no name yet."""

    def make(person: Person | None) -> Picture:
        tess = sign_in(at.tess)
        reference = write(tess, at.channel)
        picture = a_picture(at.tess, person, alt="Somebody digs in the garden.")
        if person is None:
            picture.faces.update(nobody=True)
        tess.post(f"/posts/{reference}/pictures/", {f"place_{picture.pk}": 1})
        assert ask_for(tess, reference).status_code == 200
        approve(sign_in(at.head), reference)
        drain()
        assert delivery(reference).state == "out"
        return picture

    return make


def lasts(at, choice: str) -> None:
    Lasting.objects.create(school=at.school, lasts=choice, by=at.head)


def until(child) -> date:
    found = Consent.objects.of(child.school).latest("pk").until
    assert found
    return found


def test_the_day_after_its_last_a_yes_takes_down_what_shows_them_and_she_is_told(at, wall, family, out):
    lasts(at, "year")
    answer(family.mother, family.child, {"website": True})
    out(family.child)
    last = until(family.child)
    assert end_what_is_over(at.school, last) == 0
    assert end_what_is_over(at.school, last + DAY) == 1
    assert end_what_is_over(at.school, last + DAY) == 0
    drain()
    assert not wall.posts
    assert Takedown.unscoped.get().done_at is not None
    assert "/gone/" in post_office.outbox[-1].body
    assert post_office.outbox[-1].to == [family.mother.write_to()]


def test_one_that_was_said_again_goes_on(at, wall, family, out):
    lasts(at, "year")
    answer(family.mother, family.child, {"website": True})
    out(family.child)
    last = until(family.child)
    Consent(
        school=at.school, person=family.child, purpose="website", yes=True, said_by=family.mother, how="link",
        until=last + 365 * DAY,
    ).save()  # fmt: skip
    assert end_what_is_over(at.school, last + DAY) == 0
    assert wall.posts


def test_it_is_done_every_day_by_itself(at, wall, family, out):
    answer(family.mother, family.child, {"website": True})
    out(family.child)
    yesterday = timezone.localdate() - DAY
    row = Consent.objects.of(at.school).get()
    Consent(
        school=at.school, person=family.child, purpose="website", yes=True, said_by=family.mother, how="link",
        at=row.at + timedelta(seconds=1), until=yesterday,
    ).save()  # fmt: skip
    end_everywhere.later()
    drain()
    assert not wall.posts


@pytest.mark.parametrize(("choice", "stays"), [("stays", True), ("leaving", False)])
def test_what_is_out_when_somebody_leaves_stays_or_goes_as_the_school_told_the_family(
    at, wall, family, out, sign_in, choice, stays
):
    lasts(at, choice)
    page = words(sign_in(family.mother).get(f"/consents/{family.child.pk}/"))
    assert ("What is out by then may stay" in page) is stays
    answer(family.mother, family.child, {"website": True})
    out(family.child)
    family.child.left_on = timezone.localdate()
    family.child.save()
    assert end_what_is_over(at.school, timezone.localdate()) == (not stays)
    drain()
    assert bool(wall.posts) is stays


def test_after_they_have_left_a_yes_can_still_be_taken_back_by_a_new_link(at, wall, family, out):
    answer(family.mother, family.child, {"website": True})
    out(family.child)
    family.child.left_on = timezone.localdate()
    family.child.save()
    family.child.holdings.all().update(to_date=timezone.localdate())
    Client().post("/consent/again/", {"address": family.mother.write_to()})
    drain()
    path = re.search(r"/consent/\S+", post_office.outbox[-1].body)[0]
    Client().post(f"{path}no/")
    drain()
    assert not wall.posts


def test_weeks_before_it_ends_whoever_said_it_is_told_once_and_says_it_again_by_the_link(at, family):
    lasts(at, "year")
    answer(family.mother, family.child, {"website": True, "press": True})
    soon = timezone.localdate() + asking.told_before()
    for row in Consent.objects.of(at.school):
        Consent(
            school=at.school, person=family.child, purpose=row.purpose, yes=True, said_by=family.mother, how="link",
            at=row.at + timedelta(seconds=1), until=soon,
        ).save()  # fmt: skip
    for _ in range(2):
        follow_round.later(school=at.school.pk)
        drain()
    assert Notice.objects.of(at.school).filter(person=family.mother).count() == 1
    [sent] = Mail.objects.of(at.school).filter(person=family.mother)
    assert "ends soon" in sent.subject
    assert "Wren" not in post_office.outbox[-1].body
    path = re.search(r"/consent/\S+", post_office.outbox[-1].body)[0]
    assert "To let it go on, save your yes again" in words(Client().get(path))
    Client().post(path, {"website": "yes"})
    assert until(family.child) > soon


@pytest.mark.parametrize(
    ("lasts", "year", "said", "last"),
    [
        ("year", "3", date(2027, 2, 1), date(2027, 8, 31)),
        ("year", "3", date(2027, 8, 20), date(2028, 8, 31)),
        ("stage", "3", date(2027, 2, 1), date(2030, 8, 31)),
        ("stage", "3", date(2027, 8, 20), date(2030, 8, 31)),
        ("stage", "6", date(2027, 2, 1), date(2027, 8, 31)),
        ("stage", "6", date(2027, 8, 20), date(2030, 8, 31)),
        ("stage", "13", date(2027, 8, 20), date(2028, 8, 31)),
        ("stays", "3", date(2027, 8, 20), None),
        ("leaving", "3", date(2027, 8, 20), None),
    ],
)
def test_what_is_said_in_the_last_weeks_is_said_for_the_year_that_comes(family, lasts, year, said, last):
    family.child.year = year
    assert asking.until(family.child, lasts, said) == last


def test_a_face_that_gets_its_name_once_the_picture_is_out_brings_it_down_and_nobody_learns_why(
    at, wall, family, out, sign_in
):
    picture = out(None)
    name_face(at.tess, picture.faces.get(), family.child)
    drain()
    assert not wall.posts
    assert Takedown.unscoped.get().person == family.child
    page = words(sign_in(at.tess).get("/"))
    assert "Not this one" in page
    assert "stranger finds nothing" not in page


def test_one_who_may_be_shown_there_is_named_and_it_stays(at, wall, family, out):
    answer(family.mother, family.child, {"website": True})
    name_face(at.tess, out(None).faces.get(), family.child)
    drain()
    assert wall.posts


def test_somebody_who_is_seen_in_a_film_later_brings_it_down(at, wall, family, out):
    film = out(None)
    film.kind = Picture.Kind.FILM
    film.save()
    say_who(at.tess, film, family.child)
    drain()
    assert not wall.posts
