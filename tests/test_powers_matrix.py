"""Every address × every kind of person, checked against the table of powers.

An address that is added without a power fails here, and answers nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from factories import SchoolFactory, somebody
from samples import SAMPLES
from schoolgate.community.checks import views
from schoolgate.community.models import Person, School
from schoolgate.community.powers import ACCOUNT, NOBODY, PUBLIC, holds, power_of
from schoolgate.community.roles import Role

NOT_THERE = {"int": 987654321, "str": "not-there", "slug": "not-there", "path": "not-there"}
NOT_THERE["uuid"] = "00000000-0000-4000-8000-000000000000"  # type: ignore[assignment]
KNOWN = {200, 204, 302, 400, 404, 405, 409, 413, 415, 422, 429}
"""What an address may answer to somebody who holds its power."""


ROUTES = list(views())


def address(route: str, values: dict[str, Any]) -> str:
    """The path of a route, with its sample's values, or with ones that are not there."""

    def value(match: re.Match[str]) -> str:
        kind, name = match.group(1) or "str", match.group(2)
        return str(values.get(name, NOT_THERE[kind]))

    plain = re.sub(r"\(\?P<(\w+)>(?:[^()\\]|\\.)*\)", lambda m: str(values.get(m.group(1), "1-a")), route)
    plain = re.sub(r"<(?:(\w+):)?(\w+)>", value, plain)
    return plain.replace("^", "").replace("$", "").replace("\\", "")


@dataclass(frozen=True)
class World:
    """A school and another, and for each role somebody who is signed in at each."""

    school: School
    here: dict[str, tuple[Person, Client]]
    elsewhere: dict[str, tuple[Person, Client]]
    stranger: Client


def enter(person: Person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


OF_NO_SCHOOL = {"try_job_again", "lesson_activity", "lesson_sheet", "letter_wording", "letter_wording_ours"}
"""What these speak of is the installation's, or comes with Schoolgate: anybody with the power at any school may."""


def everybody(school: School) -> dict[str, tuple[Person, Client]]:
    people = {role: somebody(role, school=school) for role in Role.values}
    clients = {role: (person, enter(person)) for role, person in people.items()}
    for role in set(people) - {Role.LEAVER}:
        # The first request of a session writes it down; once is enough.
        clients[role][1].get("/help/")
    return clients


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Made once for all the addresses; what a request changes is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        school, other = SchoolFactory(), SchoolFactory()
        yield World(school, everybody(school), everybody(other), Client())
        transaction.set_rollback(True)


def ask(client: Client, method: str, path: str) -> int:
    """The status of one request, whatever it changes undone."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        status = client.generic(method, path).status_code
        transaction.set_rollback(True)
    client.cookies = cookies
    return status


@pytest.mark.parametrize(("route", "name", "view"), ROUTES, ids=[route for route, _, _ in ROUTES])
def test_an_address_answers_those_with_its_power_and_nobody_else(route, name, view, world):
    asked = power_of(view)
    assert asked is not None, f"{route} declares no power that is in the table"
    with transaction.atomic():
        values = SAMPLES[name](world.school) if name in SAMPLES else {}
        path = address(route, values)
        # The check never looks at the method, so one of those who may and one of those who may not do for POST.
        may = {role: holds(person, asked) for role, (person, _) in world.here.items()}
        enough = {next((role for role in may if may[role] == either), Role.PUPIL) for either in (True, False)}
        for method in ("GET", "POST"):
            status = ask(world.stranger, method, path)
            assert status in KNOWN if asked == PUBLIC else status == 404, f"stranger, {method} {path}: {status}"
            for role, (person, client) in world.here.items():
                if method == "GET" or role in enough:
                    _check(asked, person, ask(client, method, path), method, f"{role}, {method} {path}")
            if values and name not in OF_NO_SCHOOL and asked not in (PUBLIC, ACCOUNT, NOBODY):
                for role, (person, client) in world.elsewhere.items():
                    if holds(person, asked) and role != Role.LEAVER:
                        status = ask(client, method, path)
                        assert status in (404, 405), f"another school's {role}, {method} {path}: {status}"
        transaction.set_rollback(True)


def _check(asked: str, person: Person, status: int, method: str, what: str) -> None:
    if asked == PUBLIC:
        assert status in KNOWN, f"{what}: {status}"
    elif asked == NOBODY or person.held() == [Role.LEAVER]:
        assert status == 404, f"{what}: {status}"
    elif holds(person, asked):
        # An action may still say no to a change, for reasons of its own.
        refused = {403} if method == "POST" else set()
        assert status in KNOWN | refused, f"{what}, with the power {asked}: {status}"
    else:
        assert status == 403, f"{what}, without the power {asked}: {status}"


@pytest.mark.django_db
def test_an_address_without_a_power_answers_nobody(school, settings):
    settings.ROOT_URLCONF = "undeclared"
    head = somebody(Role.HEAD, school=school)

    assert ask(Client(), "GET", "/open/") == 404
    assert ask(enter(head), "GET", "/open/") == 404
    assert ask(enter(head), "GET", "/misspelt/") == 404


def test_the_start_stops_when_an_address_declares_no_power(settings):
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    call_command("check")
    settings.ROOT_URLCONF = "undeclared"
    with pytest.raises(SystemCheckError, match="/open/ declares no power"):
        call_command("check")
