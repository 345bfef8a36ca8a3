"""When something goes wrong, the page says what happened, that it is nobody's fault, and what to do next."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from factories import somebody
from schoolgate.community.models import School
from schoolgate.community.roles import Role
from schoolgate.jobs.work import drain
from schoolgate.web import views

SignIn = Callable[..., Client]


@pytest.mark.django_db
def test_a_stranger_who_was_signed_out_is_shown_the_way_back_to_the_page(client: Client) -> None:
    answer = client.get("/people/7/", {"name": "x&y"})
    assert answer.status_code == 404
    assert "/account/login/?next=/people/7/" in answer.content.decode()


@pytest.mark.django_db
def test_a_stranger_who_sent_something_is_told_that_it_was_not_kept_and_not_led_back_to_nowhere(client: Client) -> None:
    page = client.post("/people/7/remove/").content.decode()
    assert "What you sent was not kept" in page
    assert "?next=" not in page


@pytest.mark.django_db
def test_an_address_that_only_takes_a_form_says_so(school: School, sign_in: SignIn) -> None:
    answer = sign_in(somebody(Role.HEAD, school=school)).get("/policy/start/model/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "Nothing was changed" in answer.content.decode()


@pytest.mark.django_db
def test_a_wrong_address_tells_nothing_about_what_is_there(school: School, sign_in: SignIn) -> None:
    answer = sign_in(somebody(Role.STAFF, school=school)).get("/no/such/page/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "We cannot find that page" in page
    assert "no/such" not in page


@pytest.mark.django_db
def test_a_page_of_another_role_says_whom_to_ask(school: School, sign_in: SignIn) -> None:
    answer = sign_in(somebody(Role.STAFF, school=school)).get("/people/")
    assert answer.status_code == 403
    assert "ask your head teacher" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_from_somewhere_else_is_refused_gently() -> None:
    answer = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "a@b.example", "password": "x"})
    assert answer.status_code == 403
    assert "Please send that once more" in answer.content.decode()


def with_nobody(request: HttpRequest) -> HttpRequest:
    from django.contrib.auth.models import AnonymousUser

    request.user, request.person = AnonymousUser(), None
    return request


def test_something_too_big_is_told_from_something_garbled(rf: RequestFactory) -> None:
    request = with_nobody(rf.get("/"))
    big = views.bad_request(request, RequestDataTooBig("too big"))
    assert (big.status_code, "too big to send" in big.content.decode()) == (413, True)
    garbled = views.bad_request(request, SuspiciousOperation("?"))
    assert (garbled.status_code, "could not understand" in garbled.content.decode()) == (400, True)


@pytest.mark.parametrize("code", [400, 413, 500])
def test_our_own_faults_can_be_told_with_no_database_and_no_request(code: int) -> None:
    """This test asks for no database, so touching one would fail it."""
    page = render_to_string(f"{code}.html")
    assert 'href="/"' in page
    assert page.count("<h1") == 1


@pytest.mark.django_db
def test_guessing_ends_in_a_page_that_says_how_long_to_wait(client: Client) -> None:
    said = []
    for _ in range(6):
        answer = client.post("/account/login/", {"login": "somebody@school.example", "password": "a wrong guess"})
        said.append(answer.content.decode())
    assert "do not belong together" in said[0]
    assert "Wait five minutes" in said[-1]


@pytest.mark.django_db
def test_too_many_requests_of_any_other_kind_get_the_same_advice(client: Client) -> None:
    for _ in range(40):
        answer = client.post("/account/password/reset/", {"email": "somebody@school.example"})
    assert answer.status_code == 429
    assert "wait five minutes" in answer.content.decode()


@pytest.mark.django_db
def test_the_message_with_the_link_carries_no_name(
    school: School, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    person = somebody(Role.STAFF, school=school, name="Wanda Example")
    client.post("/account/password/reset/", {"email": person.account.email})
    drain()
    (sent,) = mailoutbox
    assert sent.subject == "Choose a new password"
    assert "/account/password/reset/key/" in sent.body
    assert "Wanda" not in sent.body
    assert school.name not in sent.body
