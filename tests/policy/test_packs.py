"""The packs that come with Schoolgate: whole, accounted for, and each setting and duty owed to its clause."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from schoolgate.cli import main
from schoolgate.policy.controls import duties, settings
from schoolgate.policy.coverage import BUILT, FIVE, cover, five
from schoolgate.policy.pack import PACKS
from schoolgate.policy.pack import load as load_anew
from schoolgate.policy.vocabulary import controls, load_yaml, workflows

load = cache(load_anew)
WAITING = Path(__file__).parent / "waiting.yaml"
RUNS = {
    "days-lane": ("DL", 119),
    "glenwood": ("GW", 76),
    "helsby-hillside": ("HH", 95),
    "roman-road": ("RR", 40),
    "windmill-hill": ("WH", 23),
}


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_has_its_own_name_and_no_clause_twice(name: str):
    pack = load(name)
    numbers = [clause.id for clause in pack.clauses]
    assert pack.name == name
    assert len(set(numbers)) == len(numbers) > 0


@pytest.mark.parametrize(("name", "run"), RUNS.items())
def test_the_clauses_of_a_real_policy_run_from_first_to_last(name: str, run: tuple[str, int]):
    letters, last = run
    wanted = {f"{letters}-{number:02}" for number in range(1, last + 1)}
    assert {clause.id for clause in load(name).clauses} == wanted


def test_no_number_stands_in_two_packs():
    numbers = [clause.id for name in PACKS for clause in load(name).clauses]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("name", FIVE)
def test_each_clause_of_a_real_policy_says_where_it_stands(name: str):
    assert [clause.id for clause in load(name).clauses if not clause.lines] == []


def waits() -> dict[str, int]:
    return {mechanism: int(count) for mechanism, count in load_yaml(WAITING.read_bytes()).items()}


def covered(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["coverage", "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_every_clause_of_the_five_is_accounted_for(capsys: pytest.CaptureFixture[str]):
    found = covered(capsys)
    assert found["clauses"] == 353
    assert sum(found["bound"].values()) + sum(found["waiting"].values()) == 353
    assert set(found["bound"]) <= {"ruling", "control", "duty", "workflow", "information"}
    assert set(found["waiting"]) <= {*workflows(), "duties"}


def test_what_waits_only_grows_less(capsys: pytest.CaptureFixture[str]):
    now, before = covered(capsys)["waiting"], waits()
    more = {m: n for m, n in now.items() if n > before.get(m, 0)}
    fewer = {m: now.get(m, 0) for m, n in before.items() if now.get(m, 0) < n}
    assert not more, f"clauses that worked are waiting again: {more}, but tests/policy/waiting.yaml has {before}"
    assert not fewer, f"well done: lower the numbers in tests/policy/waiting.yaml to {fewer}"


def test_nothing_waits_for_what_is_built():
    waiting = {cover(clause).waiting for _, clause in five()}
    assert not waiting & BUILT
    assert set(workflows()) >= BUILT


CONTROLS = [
    (name, clause.id, control) for name in PACKS for clause in load(name).clauses for control in clause.controls
]


@pytest.mark.parametrize(("name", "number", "control"), CONTROLS, ids=lambda value: value)
def test_a_control_is_read_with_its_clause_and_goes_when_the_clause_goes(name: str, number: str, control: str):
    clauses = load(name).clauses
    held = settings(clauses)[control]
    own = next(clause for clause in clauses if clause.id == number)
    assert number in {clause.id for clause in (held.clause, *held.also)}
    if isinstance(held.value, tuple):
        assert set(own.controls[control]) <= set(held.value)  # type: ignore[arg-type]
    elif held.clause.id == number:
        assert held.value == own.controls[control]
    without = settings(clause for clause in clauses if clause.id != number).get(control)
    assert without != held


@pytest.mark.parametrize("name", PACKS)
def test_the_settings_of_a_policy_are_in_the_order_of_the_catalogue(name: str):
    found = list(settings(load(name).clauses))
    assert found == [control for control in controls() if control in found]


DUTIES = [(name, clause.id) for name in PACKS for clause in load(name).clauses if clause.duties]


@pytest.mark.parametrize(("name", "number"), DUTIES, ids=lambda value: value)
def test_a_duty_is_owed_because_of_its_clause_and_no_other(name: str, number: str):
    clauses = load(name).clauses
    owed = [one for one in duties(clauses) if one.clause.id == number]
    assert owed
    assert all(one.duty.what and one.clause.who for one in owed)
    assert [one for one in duties(clauses) if one not in owed] == duties(c for c in clauses if c.id != number)
