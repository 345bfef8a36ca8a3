"""Whoever leaves is out at once: of pages that are open, of classes, of invitations."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from factories import MembershipFactory, PersonFactory, RoleHoldingFactory, somebody
from schoolgate.community.actions.people import remove_person
from schoolgate.community.models import Invitation, Membership, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(school):
    return somebody("head", school=school)


@pytest.fixture
def tess(school):
    return somebody("staff", school=school)


def test_a_page_that_is_open_is_dead_from_that_moment(head, tess, sign_in):
    browser = sign_in(tess)
    assert browser.get("/you/").status_code == 200
    remove_person(head, tess)

    assert browser.get("/you/").status_code == 404
    assert "_auth_user_id" not in browser.session


def test_the_same_for_somebody_who_came_in_by_google_and_has_no_password(head, school):
    person = somebody("staff", school=school)
    person.account.set_unusable_password()
    person.account.save()
    browser = Client()
    browser.force_login(person.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.get("/you/").status_code == 200
    salt = person.account.session_salt
    remove_person(head, person)

    assert browser.get("/you/").status_code == 404
    person.account.refresh_from_db()
    assert person.account.session_salt != salt


def test_at_two_schools_only_the_one_is_closed(head, tess, sign_in):
    other = PersonFactory(account=tess.account)
    RoleHoldingFactory(person=other)
    browser = sign_in(tess)
    assert tess.school.name in browser.get("/you/").content.decode()
    remove_person(head, tess)

    page = browser.get("/you/").content.decode()
    assert other.school.name in page
    assert tess.school.name not in page


def test_then_at_the_second_school_too(head, tess, sign_in):
    other = PersonFactory(account=tess.account)
    RoleHoldingFactory(person=other)
    browser = sign_in(other)
    remove_person(head, tess)
    assert browser.get("/you/").status_code == 200
    remove_person(somebody("head", school=other.school), other)
    assert browser.get("/you/").status_code == 404


def test_an_invitation_that_is_open_ends_and_one_that_was_used_stays(head, tess):
    week = timezone.now() + timedelta(days=7)
    made = [
        Invitation.objects.create(person=tess, address="t@x.example", secret_hash=str(number), expires_at=week)
        for number in range(2)
    ]
    made[1].used_at = timezone.now()
    made[1].save()
    remove_person(head, tess)

    for invitation in made:
        invitation.refresh_from_db()
    assert made[0].ended_at is not None
    assert made[1].ended_at is None


def test_a_class_loses_its_teacher_and_one_that_has_ended_remembers(head, tess, school):
    MembershipFactory(group__school=school, person=tess, leads=True)
    old = MembershipFactory(group__school=school, group__ended_on=timezone.localdate(), person=tess, leads=True)
    remove_person(head, tess)
    assert list(Membership.objects.of(school)) == [old]


def test_the_day_is_written_down(head, tess):
    remove_person(head, tess)
    assert Person.unscoped.get(pk=tess.pk).left_on == timezone.localdate()
