"""Nobody knows of a case but those who may: role × membership × named in it × state × every address of a case.

The addresses are those of the service, so a page that is added is tried by itself. Whoever may not know of a case gets,
byte for byte and query for query, what they get for a reference that does not exist.
"""

from __future__ import annotations

import functools
import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any, NamedTuple

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import a_case
from factories import FamilyLinkFactory, SchoolFactory, pupil, somebody
from samples import SAMPLES
from schoolgate.casework.cases.access import open_to
from schoolgate.casework.cases.models import Case, Member, Party
from schoolgate.community.checks import views
from schoolgate.community.models import Person, School
from schoolgate.community.powers import holds, power_of
from schoolgate.community.roles import Role
from schoolgate.record.models import LedgerEntry
from test_powers_matrix import address, enter

pytestmark = pytest.mark.django_db
ROUTES = [each for each in views() if each[0].startswith("/cases/<")]
LISTS = [
    (route, view)
    for route, _, view in views()
    if "<" not in route and view.__module__.startswith("schoolgate.casework")
]
NO_SUCH = "C-0000000000"
KINDS = [(role,) for role in Role.values] + [(Role.STAFF, Role.TECHNICIAN), (Role.DSL, Role.PARENT)]
MEMBERSHIPS = ("none", "by name", "by role", "lapsed", "ended", "emergency", "emergency over")
RUNS = {"by name", "by role", "emergency"}
NAMED = ("no", *Party.Part.values, "family", "perhaps", "no more")
MAY_BE = {"no", "no more"}
STATES = Case.State.values


class Scene(NamedTuple):
    """How everybody stands to a case."""

    membership: str
    named: str
    state: str

    @property
    def shuts(self) -> bool:
        """Whether it keeps out even those whose role would open it."""
        return self.membership not in RUNS or self.named not in MAY_BE


EVERY = [Scene(*each) for each in product(MEMBERSHIPS, NAMED, STATES)]
ONE_REASON = [
    *(Scene(membership, "no", "") for membership in MEMBERSHIPS if membership not in RUNS),
    *(Scene("by name", named, "") for named in NAMED if named not in MAY_BE),
    Scene("emergency", Party.Part.RESPONSIBLE, ""),
]
"""Scenes that keep somebody out for one reason alone: whatever forgets that reason shows here."""


@dataclass
class World:
    """A school, and somebody of each kind with a child there, all signed in."""

    school: School
    people: dict[tuple[str, ...], Person] = field(default_factory=dict)
    clients: dict[tuple[str, ...], Client] = field(default_factory=dict)
    children: dict[int, Person] = field(default_factory=dict)

    def add(self, kind: tuple[str, ...]) -> None:
        person = self.people[kind] = somebody(*kind, school=self.school)
        self.children[person.pk] = pupil(self.school)
        FamilyLinkFactory(adult=person, child=self.children[person.pk])
        client = self.clients[kind] = Client()
        client.force_login(person.account)
        client.get("/help/")  # a leaver is signed out by it
        if client.session.session_key:
            session = client.session
            session["seen"] = int(time.time()) + 3600  # now and then, a request puts off the end of its session
            session.save()

    @contextmanager
    def scene(self, case: Case, scene: Scene) -> Iterator[None]:
        """Everybody stands so to this case for a while."""
        with transaction.atomic():
            Case.unscoped.filter(pk=case.pk).update(state=scene.state)
            # A sample may have come to some of them by its own way.
            Member.unscoped.filter(case=case, person__in=self.people.values()).delete()
            Party.unscoped.filter(case=case, person__in=self.people.values()).delete()
            Member.unscoped.bulk_create(list(self._members(case, scene.membership)))
            Party.unscoped.bulk_create(list(self._parties(case, scene.named)))
            case.besides.set(self.people.values() if scene.named == "perhaps" else ())
            yield
            transaction.set_rollback(True)

    def _members(self, case: Case, membership: str) -> Iterator[Member]:
        now = timezone.now()
        for kind, person in self.people.items():
            another = Role.PUPIL if Role.PUPIL not in kind else Role.VOLUNTEER
            fields: dict[str, dict[str, Any]] = {
                "by name": {},
                "by role": {"as_role": kind[0]},
                "lapsed": {"as_role": another},
                "ended": {"ended_at": now},
                "emergency": {"broke_glass": True, "until": now + timedelta(hours=1)},
                "emergency over": {"broke_glass": True, "until": now - timedelta(minutes=1)},
            }
            if membership in fields:
                yield Member(case=case, person=person, **fields[membership])

    def _parties(self, case: Case, named: str) -> Iterator[Party]:
        for person in self.people.values():
            if named == "family":
                yield Party(case=case, person=self.children[person.pk], part="affected", kind="pupil")
            elif named == "no more":
                yield Party(case=case, person=person, part="witness", kind="staff", ended_at=timezone.now())
            elif named in Party.Part.values:
                yield Party(case=case, person=person, part=named, kind="staff")


class Answer(NamedTuple):
    """All that a stranger could tell two answers apart by."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    queries: int


def ask(client: Client, method: str, path: str, reference: str) -> Answer:
    with CaptureQueriesContext(connection) as queries:
        response = client.generic(method, path)
    headers = tuple(sorted((name, _same(value, reference)) for name, value in response.items()))
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return Answer(response.status_code, headers, _same(body.decode(errors="replace"), reference), len(queries))


def _same(text: str, reference: str) -> str:
    """Without what differs between any two answers: the token of a form, and the reference that was asked for."""
    text = re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", text)
    return text.replace(reference, NO_SUCH)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals need no line in a log each."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Made once for all the addresses; what a test changes is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = World(SchoolFactory())
        for kind in KINDS:
            made.add(kind)
        yield made
        transaction.set_rollback(True)


def may(person: Person, scene: Scene, power: str = "case.open") -> bool:
    """What DESIGN.md says: role, and membership, and not named; no technician."""
    return (
        not scene.shuts
        and Role.TECHNICIAN not in person.roles()
        and holds(person, "case.open")
        and holds(person, power)
    )


@pytest.mark.parametrize("state", STATES)
def test_a_case_opens_to_role_and_membership_and_those_not_named(world, state):
    case = a_case(somebody("head", school=world.school))
    for scene in (each for each in EVERY if each.state == state):
        with world.scene(case, scene):
            for person in world.people.values():
                opens = open_to(person).filter(pk=case.pk).exists()
                assert opens == may(person, scene), f"{person.held()}, {scene}"


def test_the_page_of_a_case_answers_as_the_rule_says_in_every_standing(world):
    case = a_case(somebody("head", school=world.school))
    path, missing = f"/cases/{case.reference}/", f"/cases/{NO_SUCH}/"
    clients = {kind: client for kind, client in world.clients.items() if holds(world.people[kind], "case.open")}
    expected = {kind: ask(client, "GET", missing, NO_SUCH) for kind, client in clients.items()}
    for number, standing in enumerate(product(MEMBERSHIPS, NAMED)):
        scene = Scene(*standing, STATES[number % len(STATES)])
        with world.scene(case, scene):
            for kind, client in clients.items():
                answer = ask(client, "GET", path, case.reference)
                if may(world.people[kind], scene):
                    assert answer.status == 200, f"{kind}, {scene}: {answer.status}"
                else:
                    assert answer == expected[kind], f"{kind}, {scene}: {answer.status}"


@pytest.mark.parametrize(("route", "name", "view"), ROUTES, ids=[name for _, name, _ in ROUTES])
def test_a_hidden_case_is_told_from_none_by_nothing(route, name, view, world):
    assert name in SAMPLES, f"{route} needs a case in tests/samples.py"
    values = SAMPLES[name](world.school)
    case = Case.unscoped.get(reference=values["reference"])
    path, missing = address(route, values), address(route, {**values, "reference": NO_SUCH})
    power, turn = power_of(view) or "", len(route)
    able = [kind for kind, person in world.people.items() if holds(person, power)]
    others = [kind for kind in world.people if kind not in able]
    # As members: a technician, and in turn two of those whose role does not open it.
    members = [kind for kind in able if Role.TECHNICIAN in kind] + [others[(turn + n) % len(others)] for n in (0, 5)]
    expected = functools.cache(lambda kind, method: ask(world.clients[kind], method, missing, NO_SUCH))
    for method in ("GET", "POST"):
        for number, scene in enumerate([*ONE_REASON, Scene("by name", "no", Case.State.OPEN)]):
            scene = scene._replace(state=scene.state or STATES[(number + turn) % len(STATES)])
            # In every scene another one of three of those whose role would open it; at every address another three.
            in_turn = [able[(turn + number % 3) % len(able)]]
            with world.scene(case, scene):
                for kind in in_turn if scene.shuts else members:
                    answer, none = ask(world.clients[kind], method, path, case.reference), expected(kind, method)
                    refused = (404, 405) if kind in able or kind == (Role.LEAVER,) else (403,)
                    assert none.status in refused, f"{kind}, no case, {method} {path}: {none.status}"
                    assert answer == none, f"{kind}, {scene}, {method} {path}: {answer.status}"


@pytest.mark.parametrize(("route", "name", "view"), ROUTES, ids=[name for _, name, _ in ROUTES])
def test_a_page_of_a_case_opens_to_a_member_and_the_ledger_says_so_first(route, name, view, world):
    values = SAMPLES[name](world.school)
    case = Case.unscoped.get(reference=values["reference"])
    path, found = address(route, values), set[int]()
    for kind, state, method in product((("dsl",), ("head",), ("governor",)), (case.state, "closed"), ("GET", "POST")):
        if found - {403, 404, 405} and kind != ("dsl",):
            break
        person = world.people[kind]
        with world.scene(case, Scene("by name", "no", state)):
            opened = LedgerEntry.objects.filter(verb="case.opened", subject=f"cases.case:{case.pk}", actor=person.pk)
            response = world.clients[kind].generic(method, path)
            found.add(response.status_code)
            if response.status_code in (200, 422):  # 422: what was sent cannot be, and the page says why
                assert opened.count() == 1, f"{method} {path} shows a case that the ledger does not know was opened"
    for member in case.members.select_related("person__account") if not found - {403, 404, 405} else ():
        # Some pages ask for more than to be a member: whoever the sample made it with has it.
        found |= {enter(member.person).generic(method, path).status_code for method in ("GET", "POST")}
    assert found - {403, 404, 405}, (
        f"{path} answers nobody: the matrix would try nothing. Its sample is not of the case?"
    )


@pytest.mark.parametrize(("route", "view"), LISTS, ids=[route for route, _ in LISTS])
def test_no_list_speaks_of_a_case_to_those_who_may_not_know_of_it(route, view, world):
    case = a_case(somebody("head", school=world.school))
    case.keep(title="Zebras and xylophones")
    case.save()
    power = power_of(view) or ""
    able = [kind for kind, person in world.people.items() if holds(person, power) and kind != (Role.LEAVER,)]
    for number, scene in enumerate(ONE_REASON):
        kind = able[(number + len(route)) % len(able)]
        with world.scene(case, scene._replace(state=(Case.State.OPEN, Case.State.CLOSED)[number % 2])):
            for query in ("", f"?q={case.reference}&state=all&show=all", "?q=xylophones&state=all&show=all"):
                response = world.clients[kind].get(route + query)
                said = "" if response.streaming else response.content.decode(errors="replace")
                hidden = re.sub(r'value="(C-\w+|xylophones)"', "", said)
                assert case.reference not in hidden, f"{kind}, {scene}, {route}{query}"
                assert "xylophones" not in hidden, f"{kind}, {scene}, {route}{query}"
