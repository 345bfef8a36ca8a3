"""What each policy answers, row by row: the tables in tests/policy/rulings/."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from schoolgate.policy.coverage import FIVE, witness
from schoolgate.policy.engine import Rulebook, judge
from schoolgate.policy.pack import PACKS, load
from schoolgate.policy.vocabulary import load_yaml

TODAY = date(2026, 11, 21)
TABLES = Path(__file__).parent / "rulings"


def rows(name: str) -> list[dict[str, Any]]:
    return load_yaml((TABLES / f"{name}.yaml").read_bytes())


def named(row: dict[str, Any]) -> str:
    return " ".join([row["act"], *(f"{k}={v}" for k, v in row.get("facts", {}).items())])


@cache
def book(name: str) -> Rulebook:
    return Rulebook(load(name).clauses)


CASES = [pytest.param(name, row, id=f"{name}: {named(row)}") for name in PACKS for row in rows(name)]


@pytest.mark.parametrize(("policy", "row"), CASES)
def test_the_policy_answers_as_a_careful_reader_would(policy: str, row: dict[str, Any]):
    ruling = judge(book(policy), row["act"], row.get("facts", {}), TODAY)
    assert ruling.verdict == row["verdict"]
    assert {clause.id for clause in ruling.clauses} == set(row["clauses"])
    assert ruling.contradicts == (row.get("contradicts") == "yes")
    if "approvers" in row:
        assert set(ruling.approvers) == set(row["approvers"])
    if "consents" in row:
        assert set(ruling.consents) == set(row["consents"])
    if "unknown" in row:
        assert {fact for fact, _ in ruling.unknown} == set(row["unknown"])
    if "outweighed" in row:
        assert set(row["outweighed"]) <= {clause.id for clause in ruling.outweighed}


RULES = [
    pytest.param(name, clause, rule, id=f"{clause.id}: {rule.act}")
    for name in PACKS
    for clause in load(name).clauses
    for rule in clause.rules
]


@pytest.mark.parametrize(("policy", "clause", "rule"), RULES)
def test_no_rule_is_dead(policy, clause, rule):
    """Somebody, somewhere, is answered differently because this rule is there."""
    facts = witness(book(policy), clause, rule, TODAY)
    assert facts is not None
    without = [c for c in book(policy).clauses if c.id != clause.id]
    before = judge(book(policy), rule.act, facts, TODAY)
    after = judge(without, rule.act, facts, TODAY)
    assert (before.clauses, before.outweighed, before.tell) != (after.clauses, after.outweighed, after.tell)


@pytest.mark.parametrize(
    ("policy", "act", "facts", "verdict", "clauses"),
    [
        ("glenwood", "contact.pupil", "by=staff account=personal pupil=current", "forbidden", "GW-55"),
        ("glenwood", "contact.pupil", "by=staff account=official pupil=current", "needs", "GW-58"),
        ("glenwood", "contact.pupil", "by=staff pupil=current", "depends", "GW-55 GW-58"),
        ("glenwood", "contact.pupil", "by=staff account=official approved_by=head", "allowed", "GW-58"),
        ("days-lane", "befriend.parent", "by=staff", "discouraged", "DL-41"),
        ("days-lane", "post.pupil_image", "by=parent account=personal child=other", "needs", "DL-58"),
        ("roman-road", "name.school", "by=staff place=profile", "needs", "RR-20"),
        ("windmill-hill", "befriend.pupil", "by=governor pupil=current", "forbidden", "WH-17"),
        ("windmill-hill", "befriend.parent", "by=staff", "silent", ""),
        ("helsby-hillside", "monitor.use", "by=school of=staff notice=none", "discouraged", "HH-19"),
        ("helsby-hillside", "sanction.offsite", "by=school", "allowed", "HH-27 HH-28"),
    ],
)
def test_the_catalogue_s_own_examples(policy, act, facts, verdict, clauses):
    ruling = judge(book(policy), act, dict(fact.split("=") for fact in facts.split()), TODAY)
    assert (ruling.verdict, {clause.id for clause in ruling.clauses}) == (verdict, set(clauses.split()))


def test_the_five_policies_are_whole():
    assert {name: len(load(name).clauses) for name in FIVE} == {
        "days-lane": 119,
        "glenwood": 76,
        "helsby-hillside": 95,
        "roman-road": 40,
        "windmill-hill": 23,
    }
