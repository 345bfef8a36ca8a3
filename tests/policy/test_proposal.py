"""What a draft starts with: the rule that each clause of a document seems to make."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from schoolgate.documents.model import Document, Label, Line, Modality, ReadClause, Reading
from schoolgate.documents.reader import read_file
from schoolgate.policy.pack import from_data
from schoolgate.policy.proposal import numbered, propose
from schoolgate.policy.vocabulary import acts


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


def test_every_act_and_fact_that_the_reader_may_name_makes_a_sound_draft():
    """Whatever labels a clause carries, the draft that it starts can be opened."""
    for act in acts().values():
        for modality in get_args(Modality):
            for name, fact in act.facts.items():
                for value in (*fact.values, "30", "no such value"):
                    clause = ReadClause(
                        "c001", "", (), (1, 1), 1, "Ask the head teacher for permission.", (Label("staff", "", 1),),
                        Label(modality, "", 1), Label(act.name, "", 1), ((name, value),), ("without permission of parents",),
                    )  # fmt: skip
                    document = Document("", "text", 1, (Line(1, 1, "x"),), ())
                    from_data({"policy": "p", "school": "s", **propose(Reading(document, (clause,)))}, "proposal")


def test_clauses_are_numbered_so_that_people_find_them():
    text = "# Policy\n\n## Introduction\n\nStaff must be kind.\n\n## 2. Pupils\n\nPupils must be kind.\n\nPupils must not post pictures.\n\n## 1. Again\n\nParents must be kind.\n"
    numbers = [clause.id for clause in numbered(read_file(text.encode(), "p.md")).clauses]
    assert numbers == ["1.1", "2.1", "2.2", "1b.1"]


def test_words_that_leave_it_open_make_no_rule():
    assert rules("Staff should think before they post.") == []


def test_numbers_that_begin_again_a_thousand_times_are_told_apart_at_once():
    label = Label("staff", "", 1)
    clauses = tuple(
        ReadClause(f"c{i}", f"1. Rules {i}", (), (1, 1), 1, "Be kind.", (label,), Label("must", "", 1))
        for i in range(3000)
    )
    numbers = [c.id for c in numbered(Reading(Document("", "text", 1, (Line(1, 1, "x"),), ()), clauses)).clauses]
    assert len(set(numbers)) == 3000
    assert numbers[:4] == ["1.1", "1b.1", "1c.1", "1d.1"]


def test_a_number_of_a_thousand_digits_is_no_number():
    text = f"# Policy\n\n## {'1' * 5000} Rules\n\nStaff must be kind.\n"
    assert all(len(clause.id) < 20 for clause in numbered(read_file(text.encode(), "p.md")).clauses)
