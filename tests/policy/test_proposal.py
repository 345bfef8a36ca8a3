"""What a draft starts with: the rule that each clause of a document seems to make."""

from __future__ import annotations

from typing import Any

import pytest

from schoolgate.documents.reader import read_file
from schoolgate.policy.pack import from_data
from schoolgate.policy.proposal import propose


def rules(*sentences: str) -> list[dict[str, Any]]:
    """The rules proposed for these sentences, standing under a heading about staff."""
    lines = "\n\n".join(sentences)
    reading = read_file(f"# Social Media Policy\n\n## Rules\n\n{lines}\n".encode(), "policy.md")
    pack = propose(reading)
    from_data({"policy": "p", "school": "s", **pack}, "proposal")
    return [rule for clause in pack["clauses"] for rule in clause.get("rules", [])]


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        (
            "Staff must not contact pupils through a personal account.",
            {"act": "contact.pupil", "when": {"account": "personal"}},
        ),
        (
            "Staff must not open an account in the school's name without the approval of the head teacher.",
            {"act": "open.official_account", "approval": ["head"]},
        ),
        (
            "Parents should not post pictures of other people's children without the permission of their parents.",
            {"act": "post.pupil_image", "when": {"child": "other"}, "consent": ["other_parents"]},
        ),
        (
            "Staff must report criticism of the school that they see online.",
            {"act": "leave.unreported", "effect": "forbid"},
        ),
    ],
)
def test_a_sentence_becomes_a_rule(sentence: str, rule: dict[str, Any]):
    assert rules(sentence) == [rule]


def test_approval_in_the_passive_is_asked_for():
    (rule,) = rules("Posts on our official page must be approved by the head teacher before staff publish them.")
    assert (rule["act"], rule["approval"]) == ("publish.official_post", ["head"])


def test_words_that_leave_it_open_make_no_rule():
    assert rules("Staff should think before they post.") == []
