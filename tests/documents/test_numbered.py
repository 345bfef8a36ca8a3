"""A policy with numbered headings and rules on lines that touch: the same whether it is text or Markdown."""

from __future__ import annotations

import pytest

from schoolgate.documents.reader import read_file

POLICY = """Thornfield Primary School
Social Media Policy

1. Introduction

1.1 This policy applies to staff, pupils and parents.

2. Staff

2.1 Staff must keep their passwords secret.
2.2 Staff must not add pupils as friends.
2.3 Staff should keep their profiles private.
2.4 Staff must tell the head teacher about any request from a pupil.
2.5 Staff must not post pictures of pupils on a personal account.
2.6 It is not acceptable to contact children using private accounts.
2.7 No member of staff is to use their own phone to photograph children.

3. Parents
Parents and carers will:
- raise complaints with the school first
- not post pictures of other people's children

4. Review

4.1 The governors review this policy every year.
"""


@pytest.mark.parametrize("name", ["policy.txt", "policy.md"])
def test_each_rule_stands_on_its_line_under_its_heading(name: str) -> None:
    clauses = read_file(POLICY.encode(), name).clauses
    placed = [(clause.section, clause.lines[0]) for clause in clauses if clause.section]
    assert placed == [
        ("1. Introduction", 6),
        *(("2. Staff", line) for line in range(10, 17)),
        ("3. Parents", 20),
        ("3. Parents", 21),
        ("4. Review", 25),
    ]


@pytest.mark.parametrize("name", ["policy.txt", "policy.md"])
def test_the_rules_of_a_section_bind_those_its_heading_names(name: str) -> None:
    clauses = read_file(POLICY.encode(), name).clauses
    for section, who in (("2. Staff", "staff"), ("3. Parents", "parent")):
        assert {label.value for clause in clauses if clause.section == section for label in clause.who} == {who}


def test_a_markdown_list_of_short_things_is_still_a_list() -> None:
    text = "Staff must not share:\n\n1. Passwords\n2. Photographs\n3. Timetables\n\nPupils must not use phones.\n"
    assert "item" in {block.kind for block in read_file(text.encode(), "policy.md").document.blocks}
    assert "heading" not in {block.kind for block in read_file(text.encode(), "policy.md").document.blocks}
