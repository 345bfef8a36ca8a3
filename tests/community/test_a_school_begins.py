"""The first day of a school: the technician's link, the second step, the head."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from factories import somebody
from schoolgate.community.actions.schools import begin_school, set_password_path
from schoolgate.community.models import Invitation, Person, School
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db
PASSWORD = "quite another sentence"


def test_the_technician_opens_the_link_and_names_the_head():
    technician = begin_school("Made Up Primary", technician="Ita Example", email="ita@school.example")
    client, link = Client(), set_password_path(technician.account)
    page = client.get(link, follow=True)
    assert "Choose your password" in words(page)
    done = client.post(page.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD}, follow=True)
    assert "Your password is saved" in words(done)
    client.post("/account/login/", {"login": "ita@school.example", "password": PASSWORD})
    assert client.get("/people/").headers["Location"] == "/account/2fa/"

    TOTP.activate(technician.account, generate_totp_secret())
    client.post("/people/add/", {"name": "Hattie Example", "email": "hattie@school.example", "roles": ["head"]})
    assert Person.objects.of(technician.school).get(name="Hattie Example").roles() == {"head", "staff"}
    again = {"name": "Second Example", "email": "second@school.example", "roles": ["head"]}
    assert client.post("/people/add/", again).status_code == 422

    assert Client().get(link, follow=True).context["token_fail"], "the link works once"
    assert list(LedgerEntry.objects.values_list("verb", flat=True)) == [
        "school.begun", "person.added", "role.assigned", "account.password_reset", "person.added", "role.assigned",
    ]  # fmt: skip


def test_the_home_page_leads_through_the_first_day(sign_in):
    technician = begin_school("Made Up Primary", technician="Ita Example", email="ita@school.example")
    browser, school = sign_in(technician), technician.school
    first = words(browser.get("/"))
    assert "Add the head teacher" in first
    assert "Bring in the people of the school" in first
    assert "Invite people" not in first

    fill(browser, "/people/add/", name="Hattie Example", email="hattie@school.example", roles="head")
    head = Person.objects.of(school).get(name="Hattie Example")
    assert "Add the head teacher" not in words(browser.get("/"))
    assert "Invite Hattie Example to sign in" in words(browser.get("/"))
    browser.post(f"/people/{head.pk}/invite/")
    assert "Invite Hattie Example to sign in" not in words(browser.get("/"))

    somebody("pupil", school=school, account=None)
    parent = somebody("parent", school=school, account=None, address="pat@home.example")
    home = words(browser.get("/"))
    assert "Bring in the people of the school" not in home
    assert "Invite people to sign in" in home
    browser.post(f"/people/{parent.pk}/invite/")
    assert "Invite people to sign in" not in words(browser.get("/"))


def test_a_head_without_an_address_is_given_one_first_and_an_old_link_is_sent_anew(school, sign_in):
    browser = sign_in(somebody("technician", school=school))
    head = somebody("head", school=school, account=None, name="Hattie Example")
    assert "Add an email address for Hattie Example" in words(browser.get("/"))
    Person.unscoped.filter(pk=head.pk).update(address="hattie@school.example")
    browser.post(f"/people/{head.pk}/invite/")
    Invitation.unscoped.update(expires_at=timezone.now() - timedelta(days=1))
    assert "Invite Hattie Example to sign in" in words(browser.get("/"))


@pytest.mark.parametrize(
    ("name", "more"),
    [("Made Up Primary", {}), ("New School", {"email": "nobody"}), ("New School", {"phase": "university"}), ("", {})],
)
def test_a_school_that_cannot_begin_leaves_nothing_behind(name, more):
    begin_school("Made Up Primary", technician="Ita Example", email="ita@school.example")
    with pytest.raises(ValidationError):
        begin_school(name, **{"technician": "Tec Example", "email": "tec@school.example", **more})
    assert School.objects.count() == Person.unscoped.count() == 1
