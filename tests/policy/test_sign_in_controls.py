"""What a school's policy fixes about signing in holds from the day it is in force."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.utils import timezone

from factories import SchoolFactory, somebody, with_second_step
from schoolgate.community.models import Account, School
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.models import PolicyVersion
from typed import words

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "a long made-up password", "7 quite another sentence"
CHANGE = "/account/password/change/"


def adopt(school: School, pack: str) -> PolicyVersion:
    head = somebody("head", school=school)
    sent = adopting.send(head, drafting.start_from(head, pack))
    return adopting.adopt(somebody("governor", school=school), sent, timezone.localdate() - timedelta(days=1))


def entered(account: Account, password: str = PASSWORD) -> Client:
    client = Client()
    client.post("/account/login/", {"login": account.email, "password": password})
    return client


def aged(account: Account, days: float) -> Account:
    Account.objects.filter(pk=account.pk).update(password_set_at=timezone.now() - timedelta(days=days))
    return account


def change(client: Client, new: str, old: str = PASSWORD):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new}, follow=True)


def test_under_glenwood_a_password_of_43_days_has_to_be_changed_first(school):
    adopt(school, "glenwood")
    client = entered(aged(somebody("staff", school=school).account, 43))

    for path in ("/", "/policy/", "/help/", "/account/2fa/"):
        assert client.get(path).headers["Location"] == CHANGE, path
    assert "asks for a new password every 42 days" in words(client.get(CHANGE))
    assert client.get("/account/password/reset/").status_code == 200

    page = change(client, PASSWORD)
    assert "the password you have already" in words(page)
    assert client.get("/").headers["Location"] == CHANGE, "the same one again does not count"

    change(client, NEW)
    assert client.get("/").status_code == 200
    assert entered(client.get("/").wsgi_request.user, NEW).get("/").status_code == 200


def test_a_younger_password_and_a_school_that_does_not_say_ask_for_nothing(school):
    adopt(school, "glenwood")
    assert entered(aged(somebody("staff", school=school).account, 41)).get("/").status_code == 200
    other = SchoolFactory()
    adopt(other, "roman-road")
    assert entered(aged(somebody("staff", school=other).account, 4000)).get("/").status_code == 200


def test_somebody_at_two_schools_keeps_to_the_stricter(school):
    adopt(school, "glenwood")
    teacher = somebody("staff", school=SchoolFactory())
    somebody("parent", school=school, account=teacher.account)
    assert entered(aged(teacher.account, 43)).get("/").headers["Location"] == CHANGE


def test_whoever_comes_in_without_a_password_is_not_asked_for_a_new_one(school, sign_in):
    adopt(school, "glenwood")
    teacher = somebody("staff", school=school)
    aged(teacher.account, 43)
    assert sign_in(teacher).get("/").status_code == 200


def test_a_password_counts_from_the_moment_it_is_set_wherever_that_is(school):
    adopt(school, "glenwood")
    account = aged(somebody("staff", school=school).account, 43)
    account.set_password(NEW)
    account.save(update_fields=["password"])
    assert timezone.now() - Account.objects.get(pk=account.pk).password_set_at < timedelta(minutes=1)
    assert entered(account, NEW).get("/").status_code == 200


def test_an_account_without_a_password_has_no_age_of_one():
    assert Account.objects.create_user("new@school.example").password_set_at is None


def test_a_password_that_is_only_hashed_anew_keeps_its_age(settings):
    account = aged(somebody("staff").account, 43)
    settings.PASSWORD_HASHERS = list(reversed(settings.PASSWORD_HASHERS))
    was = Account.objects.get(pk=account.pk)
    assert was.check_password(PASSWORD)
    now = Account.objects.get(pk=account.pk)
    assert now.password != account.password
    assert now.password_set_at == was.password_set_at


def test_under_glenwood_a_password_has_letters_and_numbers(school):
    adopt(school, "glenwood")
    client = entered(somebody("staff", school=school).account)
    assert "letters and numbers. Three" in words(client.get(CHANGE))
    assert "letters and numbers in a password" in words(change(client, "quite another sentence"))
    change(client, NEW)
    assert client.get("/").status_code == 200
    elsewhere = entered(somebody("staff", school=SchoolFactory()).account)
    assert "letters and numbers" not in words(change(elsewhere, "quite another sentence"))


@pytest.mark.parametrize(("role", "asked"), [("staff", True), ("governor", True), ("parent", False)])
def test_the_model_policy_says_who_needs_a_second_step(school, role, asked):
    person = somebody(role, school=school)
    client = entered(person.account)
    assert client.get("/").status_code == 200
    adopt(school, "model")
    page = client.get("/")
    assert (page.headers.get("Location") == "/account/2fa/") is asked
    if asked:
        assert "Your school’s policy (M-110) asks for a second step" in words(client.get("/account/2fa/"))
        TOTP.activate(person.account, generate_totp_secret())
        assert client.get("/").status_code == 200


def test_the_governors_hear_before_they_adopt_how_many_have_no_second_step(school, sign_in):
    head, governor = somebody("head", school=school), with_second_step(somebody("governor", school=school))
    for _ in range(2):
        somebody("staff", school=school)
    somebody("parent", school=school)
    version = adopting.send(head, drafting.start_from(head, "model"))
    page = words(sign_in(governor).get(f"/policy/{version.number}/adopt/"))
    assert "2 people have none yet. From" in page
    other = somebody("governor", school=school)
    assert "3 people have none yet, and you are among them" in words(
        sign_in(other).get(f"/policy/{version.number}/adopt/")
    )


def test_the_head_reads_what_is_advised_now_where_the_age_is_fixed(school, sign_in):
    version = adopt(school, "glenwood")
    head = somebody("head", school=school)
    page = words(sign_in(head).get(f"/policy/{version.number}/settings/"))
    assert "makes people choose weaker ones" in page
    assert "National Cyber Security Centre" in page
    quiet = adopt(SchoolFactory(), "roman-road")
    other = somebody("head", school=quiet.school)
    assert "weaker" not in words(sign_in(other).get(f"/policy/{quiet.number}/settings/"))


@pytest.mark.parametrize(
    "password",
    [
        "Password123456!",
        "iloveyou2026!!!!",
        "MadeUpPrimary2026",
        "P@ssw0rd-Made-Up",
        "welcome-to-made-up-1",
        "SummerSummer2026",
        "school.example.123",
        "aaaaaaaaaaaaaaaa",
        "Example2026Example",
    ],
)
def test_what_anybody_who_knows_the_school_would_try_is_refused(password):
    school = SchoolFactory(name="Made Up Primary")
    teacher = somebody("staff", school=school, name="Tess Example")
    change(entered(teacher.account), password)
    assert Account.objects.get(pk=teacher.account.pk).check_password(PASSWORD)


@pytest.mark.parametrize("password", ["kettle orbit pelican", "kettle-orbit-school-9", "Primary colours wobble"])
def test_three_words_are_welcome(password):
    teacher = somebody("staff", school=SchoolFactory(name="Made Up Primary"))
    change(entered(teacher.account), password)
    assert Account.objects.get(pk=teacher.account.pk).check_password(password)
