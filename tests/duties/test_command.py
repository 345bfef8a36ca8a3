"""`schoolgate duties` lists what is owed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from factories import AbsenceFactory, DutyFactory, SchoolFactory, somebody
from schoolgate.cli import main

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def asked(school, capsys):
    """Run the command and read its JSON: the duties of the tests' own kind."""

    def ask(*given):
        assert main(["duties", *given, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert list(found) == ["duties"]
        return [duty for duty in found["duties"] if duty["kind"] == "errand"]

    return ask


@pytest.fixture
def teacher(school):
    return somebody("staff", school=school)


def test_each_has_person_kind_cause_due_and_state(teacher, asked):
    DutyFactory(person=teacher, due=TODAY)
    assert asked() == [
        {"person": teacher.email(), "kind": "errand", "cause": "4.2", "due": TODAY.isoformat(), "state": "owed"}
    ]


def test_the_states(school, asked):
    DutyFactory(person=somebody("staff", school=school), due=TODAY - timedelta(days=1))
    for state in ("owed", "done", "declined"):
        DutyFactory(person=somebody("staff", school=school), state=state)
    DutyFactory(person=somebody("staff", school=school), state="lifted", current=False)
    assert [duty["state"] for duty in asked()] == ["overdue", "owed", "done", "declined"]
    assert [duty["state"] for duty in asked("--overdue")] == ["overdue"]


def test_who_is_away_is_not_overdue_and_who_is_let_off_says_so(school, asked):
    away = AbsenceFactory(person=somebody("staff", school=school)).person
    DutyFactory(person=away, due=TODAY - timedelta(days=1))
    DutyFactory(person=somebody("staff", school=school), state="let_off")
    assert [duty["state"] for duty in asked()] == ["away", "let_off"]
    assert asked("--overdue") == []


def test_one_person_by_their_address_however_it_is_written(school, teacher, asked):
    DutyFactory(person=teacher)
    DutyFactory(person=somebody("staff", school=school))
    assert [duty["person"] for duty in asked("--person", teacher.email().upper())] == [teacher.email()]


def test_somebody_without_an_address_stands_by_name(school, asked):
    child = somebody("pupil", school=school, account=None, name="Pip Example")
    DutyFactory(person=child)
    assert [duty["person"] for duty in asked()] == ["Pip Example"]


def test_one_school_of_several(school, teacher, asked):
    DutyFactory(person=teacher)
    elsewhere = DutyFactory(person=somebody("staff", school=SchoolFactory()))
    assert len(asked()) == 2
    for name in (school.slug, school.name, school.name.upper()):
        assert [duty["person"] for duty in asked("--school", name)] == [teacher.email()]
    assert asked("--school", elsewhere.school.slug)[0]["person"] == elsewhere.person.email()


def test_what_still_waits_for_the_background_is_listed_too(teacher, asked, errand):
    errand("sign", "staff", TODAY)
    assert [duty["due"] for duty in asked()] == [TODAY.isoformat()]


def test_without_json_it_is_a_table(teacher, capsys):
    DutyFactory(person=teacher, due=TODAY)
    assert main(["duties", "--person", teacher.email()]) == 0
    heads, line = capsys.readouterr().out.splitlines()[:2]
    assert heads.split() == ["Person", "Kind", "Cause", "Due", "State"]
    assert line.split() == [teacher.email(), "errand", "4.2", TODAY.isoformat(), "owed"]


@pytest.mark.parametrize("given", [["--person", "nobody@x.example"], ["--school", "Nowhere"]])
def test_who_or_what_is_not_here_is_said_so(given, teacher, capsys):
    assert main(["duties", *given, "--json"]) == 2
    said = capsys.readouterr()
    assert json.loads(said.out)["error"] == said.err.strip()
