"""Signing in: a password, a second step for some, an end after half an hour, and a slow-down on guessing."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories import somebody
from schoolgate.community.actions import people, roles
from schoolgate.community.models import Account
from schoolgate.community.signin import has_second_factor
from schoolgate.jobs.work import drain

pytestmark = pytest.mark.django_db
PASSWORD = "a long made-up password"
HOME, LOGIN, MFA = "/", "/account/login/", "/account/2fa/"


@pytest.fixture
def client() -> Client:
    return Client()


def enter(client: Client, email: str, password: str = PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def is_in(client: Client) -> bool:
    return client.get("/account/password/change/").status_code == 200


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_teacher_signs_in_with_email_and_password_and_out_again(client):
    teacher = somebody("staff")

    assert enter(client, teacher.account.email.upper()).headers["Location"] == HOME
    assert is_in(client)
    client.post("/account/logout/")
    assert not is_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client):
    teacher = somebody("staff")
    wrong = enter(client, teacher.account.email, "not the password")
    unknown = enter(client, "nobody@school.example", "not the password")

    assert not is_in(client)
    errors = [answer.context["form"].non_field_errors() for answer in (wrong, unknown)]
    assert list(errors[0]) == list(errors[1]) != []


def test_nobody_signs_up(client):
    page = {"email": "new@school.example", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/account/signup/", page).status_code == 404
    assert client.post("/account/2fa/webauthn/signup/", page).status_code == 404
    assert not Account.objects.exists()


@pytest.mark.parametrize("role", ["head", "dsl", "deputy_dsl", "technician"])
def test_some_roles_see_nothing_before_their_second_step_is_set_up(client, role):
    person = somebody(role, second_factor=False)
    enter(client, person.account.email)

    for path in (HOME, "/people/", "/account/password/change/"):
        assert client.get(path).headers["Location"] == MFA, path
    assert "Set up a second step to go on" in client.get(MFA).content.decode()
    assert client.get("/help/").status_code == 200, "it says nothing about anybody"


def test_setting_up_a_second_step_opens_the_rest_and_it_is_asked_for_next_time(client):
    head = somebody("head", second_factor=False)
    enter(client, head.account.email)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})

    assert has_second_factor(head.account)
    assert client.get("/people/").status_code == 200

    again = Client()
    assert enter(again, head.account.email).headers["Location"] == "/account/2fa/authenticate/"
    assert again.get("/people/").status_code == 404
    again.post("/account/2fa/authenticate/", {"code": "000000"})
    assert again.get("/people/").status_code == 404
    again.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert again.get("/people/").status_code == 200


def test_a_one_time_code_is_good_for_one_time():
    person = somebody("head", second_factor=False)
    secret = generate_totp_secret()
    TOTP.activate(person.account, secret)
    code = code_of(secret)
    first, second = Client(), Client()
    for client in (first, second):
        enter(client, person.account.email)
        client.post("/account/2fa/authenticate/", {"code": code})

    assert is_in(first)
    assert not is_in(second)


def test_a_head_keeps_a_second_step_and_a_teacher_may_drop_theirs():
    for role, kept in (("head", True), ("staff", False)):
        person = somebody(role)
        if not kept:
            TOTP.activate(person.account, generate_totp_secret())
        client = Client()
        client.force_login(person.account)
        client.post("/account/reauthenticate/", {"password": PASSWORD})
        client.post("/account/2fa/totp/deactivate/")
        assert has_second_factor(person.account) is kept


def test_the_secret_of_a_second_step_is_encrypted_in_the_database():
    person = somebody("head", second_factor=False)
    TOTP.activate(person.account, "JBSWY3DPEHPK3PXP")

    assert "JBSWY3DPEHPK3PXP" not in str(Authenticator.objects.get().data)


def test_a_quiet_half_hour_ends_the_session_and_a_busy_one_does_not(client, monkeypatch):
    enter(client, somebody("staff").account.email)
    clock = Clock(monkeypatch)

    for _ in range(4):
        clock.forward(minutes=29)
        assert is_in(client)
    clock.forward(minutes=30, seconds=1)
    assert not is_in(client)


class Clock:
    def __init__(self, monkeypatch) -> None:
        self.ahead = timedelta()
        now, seconds = timezone.now, time.time
        monkeypatch.setattr(timezone, "now", lambda: now() + self.ahead)
        monkeypatch.setattr(time, "time", lambda: seconds() + self.ahead.total_seconds())

    def forward(self, **by: int) -> None:
        self.ahead += timedelta(**by)


def test_guessing_one_account_is_slowed_down_even_for_the_right_password(client):
    email, colleague = somebody("staff").account.email, somebody("staff").account.email
    for _ in range(5):
        enter(client, email, "a wrong guess")
    other_machine = Client(REMOTE_ADDR="203.0.113.9")
    enter(other_machine, email)

    assert not is_in(other_machine)
    enter(client, colleague)
    assert is_in(client), "a colleague at the same address is not held up"


def test_guessing_from_one_address_over_many_accounts_is_slowed_down(client):
    for n in range(60):
        enter(client, f"somebody{n}@elsewhere.example", "a wrong guess")
    email = somebody("staff").account.email
    enter(client, email)

    assert not is_in(client)
    enter(elsewhere := Client(REMOTE_ADDR="203.0.113.9"), email)
    assert is_in(elsewhere)


def test_guessing_the_code_is_slowed_down(client):
    person = somebody("head", second_factor=False)
    secret = generate_totp_secret()
    TOTP.activate(person.account, secret)
    enter(client, person.account.email)
    for _ in range(5):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})

    assert not is_in(client)


def test_the_count_of_guesses_is_kept_where_every_worker_sees_it(settings):
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


def test_a_flood_of_guesses_at_others_does_not_wipe_the_count_for_one(client):
    email = somebody("staff").account.email
    for _ in range(5):
        enter(client, email, "a wrong guess")
    cache.set_many({f"flood-{n}": n for n in range(1000)})
    enter(client, email)

    assert not is_in(client)


def test_somebody_who_left_is_signed_out_at_once_and_cannot_come_back(client):
    head, teacher = somebody("head"), somebody("staff")
    teacher.school = head.school
    teacher.save()
    enter(client, teacher.account.email)
    assert is_in(client)

    people.remove_person(head, teacher)
    assert not is_in(client)
    enter(client, teacher.account.email)
    assert "You have no role at a school here today" in client.get(HOME).content.decode()
    assert not is_in(client)


def test_whoever_loses_their_last_role_is_signed_out(client, school):
    head, volunteer = somebody("head", school=school), somebody("volunteer", school=school)
    enter(client, volunteer.account.email)
    roles.end_role(head, volunteer.holdings.get())

    assert not is_in(client)


def test_a_role_that_ended_by_its_date_ends_the_session(client, school):
    volunteer = somebody("volunteer", school=school)
    enter(client, volunteer.account.email)
    volunteer.holdings.update(from_date="2026-01-01", to_date=timezone.localdate())

    assert not is_in(client)


def test_a_new_password_ends_the_sessions_elsewhere(client):
    person = somebody("staff")
    enter(client, person.account.email)
    elsewhere = Client()
    enter(elsewhere, person.account.email)
    new = {"oldpassword": PASSWORD, "password1": "quite another sentence", "password2": "quite another sentence"}
    client.post("/account/password/change/", new)

    assert is_in(client)
    assert not is_in(elsewhere)


@pytest.mark.parametrize("password", ["password1234", "short", "123456789012345", "somebody@school"])
def test_a_weak_password_is_refused(client, password):
    person = somebody("staff", account__email="somebody@school.example")
    enter(client, person.account.email)
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password})

    assert Account.objects.get(pk=person.account.pk).check_password(PASSWORD)


def test_a_new_person_chooses_a_password_by_the_link_they_are_sent(client, school):
    head = somebody("head", school=school)
    new = people.add_person(head, school, name="Nia Example", roles=["staff"], email="Nia@school.example")
    client.post("/account/password/reset/", {"email": "nia@school.example"})

    drain()
    [message] = mail.outbox
    assert "Nia" not in message.body + message.subject
    link = re.search(r"http://\S+?(/account/\S+)", message.body)
    page = client.get(link.group(1), follow=True)
    client.post(
        page.redirect_chain[-1][0], {"password1": "quite another sentence", "password2": "quite another sentence"}
    )
    enter(client, "nia@school.example", "quite another sentence")
    assert is_in(client)
    assert client.session["_auth_user_id"] == str(new.account.pk)


def test_asking_for_a_link_for_an_unknown_address_sends_nothing_and_says_the_same(client):
    somebody("staff", account__email="known@school.example")
    answers = [
        client.post("/account/password/reset/", {"email": email}).headers["Location"]
        for email in ("known@school.example", "unknown@school.example")
    ]
    assert answers[0] == answers[1]
    assert mail.outbox == [], "nothing is sent while the page is waited for"
    drain()
    assert len(mail.outbox) == 1


def test_somebody_at_two_schools_says_which_one_they_are_here_for(client, school):
    teacher = somebody("staff", school=school)
    parent = somebody("parent", account=teacher.account)
    enter(client, teacher.account.email)

    assert client.get("/people/").headers["Location"] == reverse("choose_school")
    page = client.get("/school/choose/").content.decode()
    assert teacher.school.name in page
    assert parent.school.name in page
    stranger = somebody("head")
    assert client.post("/school/choose/", {"person": stranger.pk}).status_code == 422
    assert client.post("/school/choose/", {}).status_code == 422
    client.post("/school/choose/", {"person": parent.pk})
    assert client.get(HOME).wsgi_request.person == parent
    client.post("/school/choose/", {"person": teacher.pk})
    assert client.get(HOME).wsgi_request.person == teacher
