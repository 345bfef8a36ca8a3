"""A school of ten thousand is as quick to look through as one of a hundred."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import GroupFactory, somebody
from schoolgate.community.models import Group, Membership, Person, RoleHolding
from typed import words

pytestmark = pytest.mark.django_db
PAGES = (
    "/people/",
    "/people/?name=Pupil+Example+9&role=pupil&year=3",
    "/people/?page=2",
    "/classes/",
    "/people/{child}/family/",
    "/people/{child}/",
)


def fill(school, count):
    """That many pupils, in classes of thirty."""
    have = Person.objects.of(school).filter(sourced_id="", year__gt="").count()
    people = Person.unscoped.bulk_create(
        Person(school=school, name=f"Pupil Example {number}", year=str(number % 6 + 1)) for number in range(have, count)
    )
    RoleHolding.unscoped.bulk_create(RoleHolding(person=person, role="pupil") for person in people)
    classes = Group.unscoped.bulk_create(
        Group(school=school, name=f"Class {number}") for number in range(have // 30, count // 30)
    )
    Membership.unscoped.bulk_create(
        Membership(group=classes[number % len(classes)], person=person) for number, person in enumerate(people)
    )
    return people[0]


def asked(browser, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def test_as_many_questions_for_a_hundred_people_as_for_ten_thousand(school, sign_in):
    browser = sign_in(somebody("head", school=school))
    GroupFactory(school=school)
    child = fill(school, 150)
    addresses = [address.format(child=child.pk) for address in PAGES]
    browser.get("/people/")
    few = [asked(browser, address) for address in addresses]
    fill(school, 10_000)
    many = [asked(browser, address) for address in addresses]

    assert many == few
    assert max(many) <= 20


def test_ten_thousand_are_found_by_name_year_role_and_class(school, sign_in):
    browser = sign_in(somebody("head", school=school))
    fill(school, 10_000)
    group = Group.objects.of(school).get(name="Class 7")

    assert "10001 people" in words(browser.get("/people/"))
    assert "1 person" in words(browser.get("/people/?name=example+9999"))
    assert "10000 people" in words(browser.get("/people/?role=pupil"))
    assert "1666 people" in words(browser.get("/people/?year=6"))
    found = words(browser.get(f"/people/?group={group.pk}&year=2"))
    assert "people" in found
    assert "Class 7" in found
    assert "Class 8" not in found.split("Clear")[-1]
