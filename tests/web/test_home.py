"""The home page: what a person has to do today, and nothing that is not theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases import a_case, joins
from factories import PersonFactory, RoleHoldingFactory, somebody
from schoolgate.community import today
from schoolgate.community.models import School
from schoolgate.community.roles import Role
from schoolgate.web.home import GREETINGS, greeting, roles_in_words

SignIn = Callable[..., Client]

pytestmark = pytest.mark.django_db


def test_a_stranger_is_told_what_this_is_and_how_to_get_in(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Your school’s social media policy, at work" in page
    assert reverse("account_login") in page
    assert "What do I need to do today?" not in page


def test_somebody_is_greeted_by_name_and_by_what_they_are_here(school: School, sign_in: SignIn) -> None:
    page = sign_in(somebody(Role.CHAIR, school=school, name="Cleo Example")).get("/").content.decode()
    assert "Hello, Cleo Example" in page
    assert f"Chair of governors at {school.name}" in page


def test_a_name_is_text_and_never_markup(school: School, sign_in: SignIn) -> None:
    page = sign_in(somebody(Role.STAFF, school=school, name="<script>alert(1)</script>")).get("/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_an_empty_day_says_so(school: School, sign_in: SignIn) -> None:
    assert "Nothing waits for you" in sign_in(somebody(Role.VOLUNTEER, school=school)).get("/").content.decode()


def test_somebody_with_a_second_step_and_no_way_back_is_asked_to_make_recovery_codes(school: School) -> None:
    head = somebody(Role.HEAD, school=school)
    asked = [task for task in today.tasks(head) if task.url == reverse("mfa_generate_recovery_codes")]
    assert [task.title for task in asked] == ["Make new recovery codes"]
    assert head.account is not None
    RecoveryCodes.activate(head.account)
    assert not [task for task in today.tasks(head) if task.url == reverse("mfa_generate_recovery_codes")]


def test_the_most_urgent_stands_first(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    from schoolgate.web import home

    mixed = [today.Task("c", status=today.WAITING), today.Task("b"), today.Task("a", status=today.OVERDUE)]
    monkeypatch.setattr(home, "tasks", lambda person: iter(mixed))
    told = [task.title for task in today.tasks(somebody(Role.VOLUNTEER, school=school)) if task in mixed]
    assert told == ["a", "b", "c"]


def test_what_is_grave_or_due_sooner_stands_above_a_course_that_is_due_in_a_month(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    from schoolgate.web import home

    now = timezone.localdate()
    mixed = [
        today.Task("a late course", status=today.OVERDUE, due=now - timedelta(days=60)),
        today.Task("a course in a month", status=today.DUE_SOON, due=now + timedelta(days=30)),
        today.Task("a course tomorrow", status=today.DUE_SOON, due=now + timedelta(days=1)),
        today.Task("a new case"),
        today.Task("a case of danger", status=today.OVERDUE, grave=True),
        today.Task("the officer, by Monday", status=today.DUE_SOON, grave=True),
    ]
    monkeypatch.setattr(home, "tasks", lambda person: iter(mixed))
    told = [task.title for task in today.tasks(somebody(Role.VOLUNTEER, school=school)) if task in mixed]
    assert told == [
        "a case of danger",
        "the officer, by Monday",
        "a late course",
        "a new case",
        "a course tomorrow",
        "a course in a month",
    ]


def test_whoever_has_no_case_is_not_led_to_an_empty_page_of_cases(school: School, sign_in: SignIn) -> None:
    teacher = somebody(Role.STAFF, school=school)
    assert reverse("cases") not in {reverse(item.url_name) for item in today.menu(teacher)}
    dsl = somebody(Role.DSL, school=school)
    assert reverse("cases") in {reverse(item.url_name) for item in today.menu(dsl)}
    let_in = joins(a_case(dsl), teacher).person
    assert reverse("cases") in {reverse(item.url_name) for item in today.menu(let_in)}


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.LEAVER}))
def test_the_menu_holds_only_pages_that_open(role: str, school: School, sign_in: SignIn) -> None:
    person = somebody(role, school=school)
    client = sign_in(person)
    for item in today.menu(person):
        assert client.get(reverse(item.url_name), follow=True).status_code == 200, item


def test_the_menu_marks_where_you_are(school: School, sign_in: SignIn) -> None:
    page = sign_in(somebody(Role.HEAD, school=school)).get(reverse("people")).content.decode()
    assert page.count('aria-current="true"') == 1


def test_a_stranger_has_no_menu(client: Client) -> None:
    assert 'aria-label="Menu"' not in client.get("/").content.decode()


def test_somebody_at_two_schools_is_asked_which(sign_in: SignIn) -> None:
    first = somebody(Role.STAFF)
    second = PersonFactory(account=first.account)
    RoleHoldingFactory(person=second)
    client = Client()
    client.force_login(first.account)
    assert client.get("/").headers["Location"] == reverse("choose_school")


def test_a_role_that_another_brings_is_not_said_twice(school: School) -> None:
    assert roles_in_words(somebody(Role.HEAD, Role.DSL, school=school)) == [
        "head teacher",
        "designated safeguarding lead",
    ]


def test_every_role_that_signs_in_has_a_greeting(school: School) -> None:
    assert set(GREETINGS) == set(Role.values) - {Role.LEAVER}
    assert greeting(somebody(Role.STAFF, Role.HEAD, school=school)) == GREETINGS[Role.HEAD]
