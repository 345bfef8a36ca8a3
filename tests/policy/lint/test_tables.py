"""The linter's tables are data: dated, sourced, and every pattern in them sound."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from schoolgate.policy.lint.data import pattern, table
from schoolgate.policy.lint.finding import KINDS
from schoolgate.policy.vocabulary import acts, controls

DATED = [
    *table("guidance")["editions"],
    *table("guidance")["replaced"],
    *table("guidance")["reversed"],
    *table("platforms")["gone"],
]
PATTERNS = ("pattern", "exact", "not", "unless", "all", "any")


def patterns(entry: Any) -> Iterator[str]:
    for key, value in entry.items():
        if key in PATTERNS and value != "yes":
            yield from value if isinstance(value, list) else [value]


@pytest.mark.parametrize("entry", DATED, ids=lambda e: e.get("name", e.get("kind", "")))
def test_every_fact_has_its_source_and_the_day_it_was_checked(entry: Any) -> None:
    assert entry["source"]
    assert date.fromisoformat(entry["checked"]) <= date(2026, 11, 21)


@pytest.mark.parametrize("name", ["authority", "broken", "topics"])
def test_every_pattern_compiles(name: str) -> None:
    for entry in table(name):
        assert all(pattern(p) for p in patterns(entry))


def test_the_patterns_of_dated_facts_compile() -> None:
    for entry in (*DATED, *table("words")["wrong"]):
        assert all(pattern(p) for p in patterns(entry))


def test_editions_are_in_order() -> None:
    for work in table("guidance")["editions"]:
        days = [date.fromisoformat(edition["from"]) for edition in work["editions"]]
        assert days == sorted(days)
        assert [edition["year"] for edition in work["editions"]] == [str(day.year) for day in days]


def test_topics_use_the_acts_and_controls_of_the_vocabulary() -> None:
    for entry in table("topics"):
        assert entry["source"]
        assert set(entry.get("acts", ())) <= set(acts())
        assert set(entry.get("controls", ())) <= set(controls())


def test_reversed_advice_is_of_a_known_kind() -> None:
    assert {advice["kind"] for advice in table("guidance")["reversed"]} <= set(KINDS)
