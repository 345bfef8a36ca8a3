"""What changed between two texts: each clause finds its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from schoolgate.policy.clause import Clause
from schoolgate.policy.compare import clause_changes
from schoolgate.policy.pack import load


def clause(number: str, says: str) -> Clause:
    return Clause(number, "Rules", ("staff",), "must", says, informs=True)


def kinds(before: list[Clause], after: list[Clause]) -> list[tuple[str, str, str]]:
    found = clause_changes(before, after)
    return [(c.kind, c.before.id if c.before else "", c.after.id if c.after else "") for c in found]


def test_nothing_changes_in_a_copy():
    clauses = load("model").clauses
    assert {change.kind for change in clause_changes(clauses, clauses)} == {"same"}


def test_a_clause_that_moved_is_the_same_and_one_reworded_is_changed():
    before = [clause("1", "Staff must keep their profiles private."), clause("2", "Staff must be kind to pupils.")]
    after = [
        clause("1", "Staff must always be kind to pupils."),
        clause("2", "Staff must keep their profiles private."),
    ]
    assert kinds(before, after) == [("changed", "2", "1"), ("same", "1", "2")]


def test_of_two_with_the_same_words_the_one_with_its_own_number_is_its_match():
    twins = [clause("1.1", "Be kind."), clause("1.2", "Be kind.")]
    assert kinds(twins, twins[1:]) == [("same", "1.2", "1.2"), ("removed", "1.1", "")]


def test_a_clause_that_ends_has_changed():
    kept = clause("1", "Be kind.")
    assert kinds([kept], [replace(kept, ends=date(2027, 1, 1))]) == [("changed", "1", "1")]


def test_what_is_new_and_what_is_gone():
    assert kinds([clause("1", "Be kind.")], [clause("2", "Phones stay at home.")]) == [
        ("added", "", "2"),
        ("removed", "1", ""),
    ]
