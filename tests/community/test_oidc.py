"""Signing in with Google or Microsoft, against a provider that is a fake but speaks real HTTP and signs for real."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from factories import SchoolFactory, somebody
from fake_provider import CLIENTS, SECRET, FakeProvider
from schoolgate.community.actions import inviting, joining, people
from schoolgate.community.models import Account, Invitation, Notice, Person
from schoolgate.record.models import LedgerEntry
from schoolgate.web import environment
from typed import words

pytestmark = pytest.mark.django_db
TENANT = "6babcaad-604b-40ac-a9d7-9fd97c0b779f"
GOOGLE, MICROSOFT = "/account/with/google/", "/account/with/microsoft/"


@pytest.fixture(scope="module")
def running() -> Iterator[FakeProvider]:
    provider = FakeProvider()
    yield provider
    provider.stop()


@pytest.fixture
def provider(running, settings) -> FakeProvider:
    """Stands for Google and for Microsoft, at a school whose domain is school.example."""
    running.fresh()

    def app(key: str, name: str, claims: dict[str, list[str]], verified: str) -> dict[str, object]:
        its = {"server_url": running.issuer, "issuer": running.issuer, "claims": claims, "verified": verified}
        return {"provider_id": key, "name": name, "client_id": f"client-of-{key}", "secret": SECRET, "settings": its}

    kinds = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    apps = [
        app("google", "Google", {"hd": ["school.example"]}, "email_verified"),
        app("microsoft", "Microsoft", {"tid": [TENANT]}, "xms_edov"),
    ]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**kinds, "APPS": apps}}
    running.person = {"email": "tess@school.example", "email_verified": True, "hd": "school.example"}
    return running


def begin(browser: Client, path: str = GOOGLE, **sent: str) -> str:
    """Press the button, and let the provider send the browser back: the address it is sent to, not opened yet."""
    away = browser.post(path, sent).headers["Location"]
    back = requests.get(away, allow_redirects=False, timeout=5).headers["Location"]
    at = urlsplit(back)
    assert at.netloc == "testserver"
    return f"{at.path}?{at.query}"


def enter(path: str = GOOGLE, browser: Client | None = None, **sent: str):
    browser = browser or Client()
    return browser.get(begin(browser, path, **sent), follow=True)


def refused(page) -> bool:
    assert page.status_code == 403
    assert "We could not sign you in with" in words(page)
    assert not page.wsgi_request.user.is_authenticated
    return True


def known(**fields) -> Person:
    return somebody("staff", account__email="tess@school.example", **fields)


def reasons() -> list[object]:
    return [entry.details()["reason"] for entry in LedgerEntry.objects.filter(verb="sign_in.refused")]


def test_a_teacher_with_an_account_signs_in_with_google_and_again(provider):
    teacher = known()
    browser = Client()
    page = enter(browser=browser)
    assert page.redirect_chain[-1][0] == "/"
    assert page.wsgi_request.person == teacher
    linked = SocialAccount.objects.get()
    assert (linked.user, linked.provider, linked.uid, linked.extra_data) == (teacher.account, "google", "somebody", {})
    assert LedgerEntry.objects.filter(verb="account.linked").count() == 1

    assert enter().wsgi_request.person == teacher
    assert LedgerEntry.objects.filter(verb="account.linked").count() == 1
    assert teacher.account.check_password("a long made-up password"), "the password still works"


def test_the_page_they_came_for_opens(provider):
    known()
    assert enter(next="/policy/").redirect_chain[-1][0] == "/policy/"
    assert enter(next="https://elsewhere.example/").redirect_chain[-1][0] == "/"


def test_somebody_with_an_address_and_a_role_gets_an_account_and_nothing_more(provider, school):
    head = somebody("head", school=school)
    new = somebody("staff", school=school, account=None, address="Tess@School.example")
    inviting.invite(head, new)
    roles, persons = new.roles(), Person.unscoped.count()
    page = enter()
    assert page.wsgi_request.person == new
    assert (page.wsgi_request.person.roles(), Person.unscoped.count()) == (roles, persons)
    assert not Account.objects.get(email="tess@school.example").has_usable_password()
    assert Invitation.unscoped.get().used_at is not None
    assert LedgerEntry.objects.filter(verb="account.made").count() == 1


@pytest.mark.parametrize("role", ["chair", "dsl", "governor", "slt", "technician"])
def test_the_head_hears_that_somebody_who_leads_came_in_for_the_first_time_and_only_then(provider, school, role):
    head = somebody("head", school=school)
    new = somebody(role, school=school, account=None, address="tess@school.example")
    for _ in range(2):
        enter()
    told = Notice.unscoped.get()
    assert (told.person, told.words) == (head, f"{new.name} signed in for the first time, with Google.")


def test_of_a_head_s_first_time_the_chair_hears_and_of_a_teacher_s_nobody(provider, school):
    chair = somebody("chair", school=school)
    somebody("head", school=school, name="Hattie Example", account=None, address="tess@school.example")
    enter()
    assert [one.words for one in chair.notices.all()] == ["Hattie Example signed in for the first time, with Google."]
    somebody("staff", school=school, account=None, address="nia@school.example")
    provider.person |= {"email": "nia@school.example", "sub": "another"}
    assert enter().wsgi_request.user.is_authenticated
    assert Notice.unscoped.count() == 1


def test_somebody_that_two_schools_know_says_which_they_belong_to(provider, school):
    for at in (school, SchoolFactory()):
        somebody("staff", school=at, account=None, address="tess@school.example")
    page = enter()
    assert page.redirect_chain[-1][0] == "/school/choose/"
    assert words(page).count("Do you belong to") == 2


def test_another_school_s_person_is_only_offered_and_after_a_no_not_again(provider):
    teacher = known()
    other = somebody("parent", account=None, address="tess@school.example", school=SchoolFactory())
    page = enter()
    assert page.wsgi_request.person == teacher
    assert "Say whether you belong to" in words(page)
    joining.decline(teacher.account, Person.unscoped.get(pk=other.pk))
    assert "Say whether you belong to" not in words(enter())


def test_two_at_one_school_with_one_address_are_not_mixed_up(provider, school):
    for _ in range(2):
        somebody("parent", school=school, account=None, address="tess@school.example")
    assert refused(enter())
    assert not Account.objects.filter(email="tess@school.example").exists()
    assert reasons() == ["unknown"]


def test_microsoft_says_who_somebody_is_when_the_address_s_domain_is_checked(provider):
    teacher = known()
    provider.person = {"email": "tess@school.example", "xms_edov": "1", "tid": TENANT}
    assert enter(MICROSOFT).wsgi_request.person == teacher
    # The same address from a tenant's administrator alone is anybody's word.
    for said in (
        {"xms_edov": None},
        {"xms_edov": "0"},
        {"xms_edov": False},
        {"xms_edov": None, "email_verified": True},
    ):
        provider.twist = said
        assert refused(enter(MICROSOFT))
    assert reasons() == ["unverified"] * 4


@pytest.mark.parametrize(
    ("path", "claims"),
    [
        (GOOGLE, {"hd": "elsewhere.example"}),
        (GOOGLE, {"hd": None}),
        (MICROSOFT, {"tid": "00000000-0000-4000-8000-000000000000", "xms_edov": True}),
        (MICROSOFT, {"xms_edov": True}),
    ],
)
def test_another_domain_or_tenant_is_refused_and_told(provider, path, claims):
    known()
    provider.twist = claims
    assert refused(enter(path))
    assert reasons() == ["tenant"]
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("said", [False, None, "no"])
def test_an_address_that_google_has_not_checked_is_refused(provider, said):
    known()
    provider.twist = {"email_verified": said}
    assert refused(enter())
    assert reasons() == ["unverified"]


def test_nobody_that_the_school_knows_is_refused_and_not_made(provider):
    before = Account.objects.count(), Person.unscoped.count()
    assert refused(enter())
    assert (Account.objects.count(), Person.unscoped.count()) == before
    assert reasons() == ["unknown"]
    entry = LedgerEntry.objects.get(verb="sign_in.refused")
    assert "tess" not in f"{entry.subject} {entry.detail}"


def test_a_leaver_is_refused_and_a_session_ends_when_they_leave(provider, school):
    teacher, head = known(school=school), somebody("head", school=school)
    browser = Client()
    enter(browser=browser)
    people.remove_person(head, teacher)
    assert browser.get("/policy/").status_code == 404
    assert refused(enter())
    assert reasons() == ["left"]


def test_an_address_given_to_somebody_new_is_not_the_one_before(provider):
    known()
    enter()
    provider.twist = {"sub": "somebody else"}
    assert refused(enter())
    provider.twist = {"email": "other@school.example"}
    somebody("staff", account__email="other@school.example")
    assert refused(enter()), "nor is an identity that moves to another address"
    assert reasons() == ["other_person", "other_person"]


@pytest.mark.parametrize(
    ("twist", "logged"),
    [
        ({"exp": int(time.time()) - 3600, "iat": int(time.time()) - 7200}, "too old"),
        ({"iss": "https://accounts.elsewhere.example"}, "another provider's"),
        ({"aud": "another service"}, "another service"),
        ({"azp": "another service"}, "another service"),
        ({"aud": [CLIENTS[0], "another service"], "azp": "another service"}, "another service"),
        ({"nonce": "of another sign-in"}, "another sign-in"),
        ({"nonce": None}, "not signed"),
        ({"exp": None}, "not signed"),
    ],
)
def test_a_token_that_is_not_for_this_sign_in_is_refused_and_logged(provider, caplog, twist, logged):
    known()
    provider.twist = twist
    with caplog.at_level(logging.WARNING, "schoolgate.signin"):
        assert refused(enter())
    assert logged in caplog.text
    assert "tess" not in caplog.text
    assert reasons() == []


@pytest.mark.parametrize("how", ["another key", "HS256", "none"])
def test_a_token_that_the_provider_did_not_sign_is_refused(provider, caplog, how):
    known()
    if how == "another key":
        provider.signed_with = provider.strange_key
    else:
        provider.algorithm = how
    assert refused(enter())
    assert "not signed" in caplog.text


def test_an_address_used_again_is_refused(provider, caplog):
    known()
    browser = Client()
    back = begin(browser)
    assert browser.get(back).status_code == 302
    thief = Client()
    assert refused(thief.get(back)), "in another browser"
    browser.logout()
    assert refused(browser.get(back)), "and in the same"
    assert "used before" in caplog.text


def test_a_code_used_again_is_refused_by_the_provider(provider, caplog):
    known()
    browser = Client()
    used = parse_qs(urlsplit(begin(browser)).query)["code"][0]
    back = begin(browser)
    state = parse_qs(urlsplit(back).query)["state"][0]
    provider.codes.pop(used)
    assert refused(browser.get(f"{GOOGLE}back/", {"code": used, "state": state}))
    assert "did not take the code" in caplog.text


def test_a_sign_in_that_took_too_long_is_refused(provider, monkeypatch):
    known()
    browser = Client()
    back = begin(browser)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 601)
    assert refused(browser.get(back))


def test_the_other_provider_s_answer_is_refused(provider):
    known()
    browser = Client()
    assert refused(browser.get(begin(browser).replace(GOOGLE, MICROSOFT)))


def test_whoever_turns_back_is_told_gently(provider):
    browser = Client()
    state = parse_qs(urlsplit(begin(browser)).query)["state"][0]
    page = browser.get(f"{GOOGLE}back/", {"error": "access_denied", "state": state}, follow=True)
    assert page.redirect_chain[-1][0] == "/account/login/"
    assert "You did not finish signing in with Google" in words(page)


def test_a_provider_that_does_not_answer_is_no_fault_of_theirs(provider, caplog):
    provider.broken = True
    assert refused(Client().post(GOOGLE))
    assert "does not answer" in caplog.text


def test_the_head_is_still_asked_for_a_second_step(provider):
    somebody("head", account__email="tess@school.example")
    browser = Client()
    assert enter(browser=browser).redirect_chain[-1][0] == "/account/2fa/authenticate/"
    assert browser.get("/people/").status_code == 404
    Account.objects.get(email="tess@school.example").authenticator_set.all().delete()
    assert enter().redirect_chain[-1][0] == "/account/2fa/", "and sets one up where there is none"


def test_a_link_cannot_begin_it_and_cannot_ask_for_more(provider):
    assert Client().get(GOOGLE).status_code == 405
    away = Client().post(f"{GOOGLE}?process=connect&scope=drive&auth_params=prompt%3Dnone").headers["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(away).query).items()}
    assert set(asked["scope"].split()) == {"openid", "email"}
    assert "prompt" not in asked
    assert {"state", "nonce", "code_challenge"} <= set(asked)


def test_a_password_can_be_added_later(provider, school):
    somebody("staff", school=school, account=None, address="tess@school.example")
    browser = Client()
    enter(browser=browser)
    assert browser.get("/account/password/change/").headers["Location"] == "/account/password/set/"
    new = "kettle orbit pelican"
    page = browser.post("/account/password/set/", {"password1": new, "password2": new}, follow=True)
    assert page.status_code == 200
    assert Account.objects.get(email="tess@school.example").check_password(new)


def test_the_buttons_show_only_what_is_configured(provider, settings):
    page = words(Client().get("/account/login/"))
    assert "Sign in with Google" in page
    assert "Sign in with Microsoft" in page
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert "school’s account" not in words(Client().get("/account/login/"))
    assert Client().post(GOOGLE).status_code == 404
    assert Client().get(f"{GOOGLE}back/").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["3rdparty/", "3rdparty/signup/", "3rdparty/login/cancelled/", "3rdparty/login/error/", "social/connections/"],
)
def test_allauth_s_own_pages_about_it_answer_nobody(path, sign_in):
    for browser in (Client(), sign_in(known())):
        assert browser.get(f"/account/{path}").status_code == 404


GOOGLE_SET = {"GOOGLE_CLIENT": "c", "GOOGLE_SECRET": "s", "GOOGLE_DOMAIN": "School.example, other.example"}
MICROSOFT_SET = {"MICROSOFT_CLIENT": "c", "MICROSOFT_SECRET": "s", "MICROSOFT_TENANT": TENANT.upper()}


def configured(monkeypatch, **values: str) -> list[dict[str, object]]:
    for name, value in values.items():
        monkeypatch.setenv(f"SCHOOLGATE_{name}", value)
    return environment.identity_providers()


def test_the_environment_configures_both(monkeypatch):
    assert environment.identity_providers() == environment.identity_origins() == []
    google, microsoft = configured(monkeypatch, **GOOGLE_SET, **MICROSOFT_SET)
    assert google["settings"]["claims"] == {"hd": ["school.example", "other.example"]}
    assert microsoft["settings"]["issuer"] == f"https://login.microsoftonline.com/{TENANT}/v2.0"
    assert environment.identity_origins() == ["https://accounts.google.com", "https://login.microsoftonline.com"]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"GOOGLE_CLIENT": "c", "GOOGLE_SECRET": "s"}, "set SCHOOLGATE_GOOGLE_DOMAIN too"),
        ({"MICROSOFT_TENANT": TENANT}, "SCHOOLGATE_MICROSOFT_CLIENT and SCHOOLGATE_MICROSOFT_SECRET"),
        *(
            ({**MICROSOFT_SET, "MICROSOFT_TENANT": tenant}, "your own tenant’s number")
            for tenant in ("common", "organizations", "consumers", "school.example", environment.PERSONAL)
        ),
    ],
)
def test_half_a_configuration_or_everybody_s_tenant_stops_the_start(monkeypatch, values, says):
    with pytest.raises(ImproperlyConfigured, match=says):
        configured(monkeypatch, **values)
