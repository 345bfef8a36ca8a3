"""Somebody who is locked out is helped back in; whoever helps learns nothing, and somebody above them is told."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.utils import timezone

from factories import SchoolFactory, somebody, with_second_step
from schoolgate.community.actions.recovering import Reason, help_back_in
from schoolgate.community.change import Refused
from schoolgate.community.models import Account, Invitation, Notice, Person
from schoolgate.jobs.work import drain
from schoolgate.record.models import LedgerEntry
from typed import words

pytestmark = pytest.mark.django_db
OLD, NEW = "a long made-up password", "kettle orbit pelican"
LINK = re.compile(r"/invitation/[\w-]+/")


@pytest.fixture
def head(school) -> Person:
    return somebody("head", school=school)


@pytest.fixture
def technician(school) -> Person:
    return somebody("technician", school=school)


@pytest.fixture
def teacher(school) -> Person:
    return somebody("staff", school=school)


def link_to(person: Person) -> str:
    drain()
    found = [LINK.search(message.body) for message in mail.outbox if message.to == [person.write_to()]]
    return next(one.group() for one in found if one)


def choose(client: Client, link: str, password: str = NEW):
    return client.post(link, {"password1": password, "password2": password}, follow=True)


def entered(person: Person, password: str = OLD) -> Client:
    client = Client()
    client.post("/account/login/", {"login": person.account.email, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/password/change/").status_code == 200


def told(person: Person) -> list[str]:
    return [notice.words for notice in Notice.unscoped.filter(person=person)]


def test_a_teacher_who_forgot_their_password_gets_a_link_that_the_technician_never_sees(
    head, technician, teacher, sign_in
):
    before = entered(teacher)
    assert is_in(before)
    browser = sign_in(technician)
    page = browser.post(f"/people/{teacher.pk}/help-back-in/", {"reason": "forgotten"}, follow=True)
    assert "a link to get back in is on its way" in words(page)
    assert not is_in(before), "they are signed out everywhere"

    link = link_to(teacher)
    assert link not in page.content.decode()
    browser = Client()
    assert "is helping you to sign in again" in words(browser.get(link))
    assert choose(browser, link).wsgi_request.person == teacher
    assert not is_in(entered(teacher)), "the old password is gone"
    assert is_in(entered(teacher, NEW))
    assert choose(Client(), link, "another three words").status_code == 410


def test_the_head_is_told_and_the_person_too_by_name_at_home_and_without_in_mail(head, technician, teacher):
    help_back_in(technician, teacher, Reason.FORGOTTEN)
    drain()
    assert told(head) == [
        f"{technician.name} helped {teacher.name} to sign in again: they have forgotten their password."
    ]
    assert told(teacher) == [f"{technician.name} helped you to sign in again."]
    assert sorted(message.to[0] for message in mail.outbox) == sorted([head.write_to(), teacher.write_to()])
    for message in mail.outbox:
        assert teacher.name not in message.subject + message.body
        assert technician.name not in message.subject + message.body
    entry = LedgerEntry.objects.get(verb="account.recovered")
    assert entry.actor == technician.pk
    assert entry.details() == {"person": teacher.pk, "reason": "forgotten", "steps": False}


def test_the_link_lasts_a_day(head, technician, teacher):
    help_back_in(technician, teacher, Reason.FORGOTTEN)
    made = Invitation.unscoped.get()
    assert made.expires_at - made.at == timedelta(days=1)
    link = link_to(teacher)
    Invitation.unscoped.update(expires_at=timezone.now())
    page = Client().get(link)
    assert page.status_code == 410
    assert "Send me a new link" in words(page)


def test_a_second_step_stays_and_is_asked_for_after_the_link(head, technician, teacher):
    with_second_step(teacher)
    help_back_in(technician, teacher, Reason.FORGOTTEN)
    page = choose(Client(), link_to(teacher))
    assert page.redirect_chain[-1][0] == "/account/2fa/authenticate/"


def test_a_lost_phone_is_taken_off_and_the_old_password_with_it(school, head, technician):
    dsl = somebody("dsl", school=school)
    help_back_in(technician, dsl, Reason.LOST, remove_steps=True)
    assert not Authenticator.objects.filter(user=dsl.account).exists()
    assert not is_in(entered(dsl)), "a password that somebody else may know is not enough"
    page = choose(Client(), link_to(dsl))
    assert page.redirect_chain[-1][0] == "/account/2fa/", "and they set up another"
    assert LedgerEntry.objects.get(verb="account.recovered").details()["steps"] is True


def test_whoever_may_have_been_somebody_else_cannot_use_the_password_or_google_meanwhile(head, technician, teacher):
    SocialAccount.objects.create(user=teacher.account, provider="google", uid="1")
    help_back_in(technician, teacher, Reason.MISUSED)
    assert not is_in(entered(teacher))
    assert not SocialAccount.objects.exists()


def test_nobody_helps_themselves(head, technician, sign_in):
    for person in (head, technician):
        with pytest.raises(Refused, match="for yourself"):
            help_back_in(person, person, Reason.LOST)
    page = sign_in(technician).post(f"/people/{technician.pk}/help-back-in/", {"reason": "lost"})
    assert page.status_code == 422
    assert "for yourself" in words(page)


def test_a_head_is_helped_only_when_the_chair_is_told(school, head, technician):
    with pytest.raises(Refused, match="Add the chair first"):
        help_back_in(technician, head, Reason.LOST, remove_steps=True)
    assert Authenticator.objects.filter(user=head.account).exists()
    chair = somebody("chair", school=school)
    help_back_in(technician, head, Reason.LOST, remove_steps=True)
    assert len(told(chair)) == 1


def test_when_the_head_helps_the_chair_is_told(school, head, technician):
    with pytest.raises(Refused, match="is told"):
        help_back_in(head, technician, Reason.NEW)
    chair = somebody("chair", school=school)
    help_back_in(head, technician, Reason.NEW)
    assert len(told(chair)) == 1


@pytest.mark.parametrize("role", ["staff", "dsl", "chair", "governor", "parent", "pupil", "slt"])
def test_only_the_technician_and_the_head_help(school, head, teacher, role):
    with pytest.raises(Refused):
        help_back_in(somebody(role, school=school), teacher, Reason.FORGOTTEN)


def test_one_school_cannot_take_off_a_second_step_that_another_relies_on(school, head, technician, teacher):
    with_second_step(teacher)
    somebody("dsl", school=SchoolFactory(), account=teacher.account, second_factor=False)
    with pytest.raises(Refused, match="another school"):
        help_back_in(technician, teacher, Reason.LOST, remove_steps=True)
    assert Authenticator.objects.filter(user=teacher.account).exists()
    assert Account.objects.get(pk=teacher.account.pk).has_usable_password()
    help_back_in(technician, teacher, Reason.FORGOTTEN)


@pytest.mark.parametrize("reason", Reason.values)
def test_one_school_cannot_shut_an_account_that_another_uses_and_still_sends_the_link(
    head, technician, teacher, sign_in, reason
):
    """How it was: any school somebody had said yes to could sign them out of the others, and take their password."""
    elsewhere = somebody("staff", school=SchoolFactory(), account=teacher.account)
    SocialAccount.objects.create(user=teacher.account, provider="google", uid="1")
    at_work = sign_in(elsewhere)
    browser = sign_in(technician)
    page = words(browser.get(f"/people/{teacher.pk}/help-back-in/"))
    assert "They are signed out everywhere." not in page
    assert "They use this account at another school too, so it stays open" in page
    page = browser.post(f"/people/{teacher.pk}/help-back-in/", {"reason": reason}, follow=True)
    assert f"A link to get back in is on its way to {teacher.name}. Their account stays open" in words(page)
    assert "signed out" not in words(page)
    assert is_in(at_work)
    assert is_in(entered(teacher)), "the password they know still works"
    assert SocialAccount.objects.exists()
    assert LedgerEntry.objects.get(verb="account.recovered").details() == {
        "person": teacher.pk,
        "reason": reason,
        "steps": False,
        "open": True,
    }
    assert "stays open until they choose a new password" in told(head)[0]

    choose(Client(), link_to(teacher))
    assert not is_in(at_work), "a new password is theirs to choose, and signs everybody out"
    assert not is_in(entered(teacher))
    assert is_in(entered(teacher, NEW))


def test_a_school_that_they_have_left_does_not_keep_an_account_open(head, technician, teacher):
    elsewhere = somebody("staff", school=SchoolFactory(), account=teacher.account)
    before = entered(teacher)
    elsewhere.holdings.update(from_date="2020-01-01", to_date="2021-01-01")
    help_back_in(technician, teacher, Reason.MISUSED)
    assert not is_in(before)
    assert not Account.objects.get(pk=teacher.account.pk).has_usable_password()


def test_another_school_s_people_are_not_there(head, technician, sign_in):
    other = somebody("staff")
    assert sign_in(technician).get(f"/people/{other.pk}/help-back-in/").status_code == 404
    with pytest.raises(Refused):
        help_back_in(technician, other, Reason.FORGOTTEN)


def test_somebody_who_never_signed_in_is_invited_instead(school, head, technician):
    new = somebody("parent", school=school, account=None, address="pat@home.example")
    with pytest.raises(Refused, match="Invite them instead"):
        help_back_in(technician, new, Reason.FORGOTTEN)


def test_their_page_offers_what_fits(school, head, technician, teacher, sign_in):
    new = somebody("parent", school=school, account=None, address="pat@home.example")
    browser = sign_in(technician)
    assert "Help them back in" in words(browser.get(f"/people/{teacher.pk}/"))
    assert "Help them back in" not in words(browser.get(f"/people/{technician.pk}/"))
    assert "Invite them to sign in" in words(browser.get(f"/people/{new.pk}/"))
    browser.post(f"/people/{new.pk}/invite/")
    assert "Send a new invitation Call the invitation off" in words(browser.get(f"/people/{new.pk}/"))
    seen = words(sign_in(somebody("chair", school=school)).get(f"/people/{teacher.pk}/"))
    assert "Help them back in" not in seen


def test_why_has_to_be_said(head, technician, teacher, sign_in):
    page = sign_in(technician).post(f"/people/{teacher.pk}/help-back-in/", {})
    assert page.status_code == 422
    assert "Choose what has happened" in words(page)
