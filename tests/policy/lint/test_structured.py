"""The linter for policies as data: the engine judges whether clauses clash."""

from __future__ import annotations

from policy.lint.policies import TODAY
from schoolgate.policy.lint import Finding, lint_clauses
from schoolgate.policy.pack import load, parse

HEAD = "policy: t\ntitle: Social Media Policy\nschool: Hazel Bank\nclauses:\n"


def lint_pack(*clauses: str) -> list[Finding]:
    pack = parse(HEAD + "".join(f"  - {{section: Rules, {clause}}}\n" for clause in clauses), "t.yaml")
    return [f for f in lint_clauses(pack.clauses, pack.title, TODAY) if f.kind != "missing_topic"]


BAN = "id: T-1, lines: [4, 4], who: [staff], modality: must_not, says: Staff do not message pupils., rules: [{act: contact.pupil}]"
PERMIT = "id: T-2, lines: [9, 10], who: [staff], modality: may, says: Staff may message pupils., rules: [{act: contact.pupil}]"


def test_the_model_policy_has_nothing_to_mend() -> None:
    pack = load("model")
    assert lint_clauses(pack.clauses, pack.title, TODAY) == []


def test_a_ban_and_a_permission_for_one_act_contradict_each_other() -> None:
    (clash,) = lint_pack(BAN, PERMIT)
    assert clash.kind == "contradiction"
    assert clash.lines == (4, 10)
    assert clash.words == "T-1 and T-2"


def test_a_clash_in_one_case_only_is_found() -> None:
    only_personal = BAN.replace("{act: contact.pupil}", "{act: contact.pupil, when: {account: personal}}")
    (clash,) = lint_pack(only_personal, PERMIT)
    assert clash.kind == "contradiction"


def test_cases_that_conditions_tell_apart_do_not_clash() -> None:
    personal = BAN.replace("{act: contact.pupil}", "{act: contact.pupil, when: {account: personal}}")
    official = PERMIT.replace("{act: contact.pupil}", "{act: contact.pupil, when: {account: official}}")
    assert lint_pack(personal, official) == []


def test_a_clause_that_narrows_another_does_not_clash_with_it() -> None:
    assert lint_pack(BAN, PERMIT.replace("{act: contact.pupil}", "{act: contact.pupil, limits: [T-1]}")) == []


def test_an_approval_that_nobody_in_particular_gives_is_found() -> None:
    (vague,) = lint_pack(PERMIT.replace("{act: contact.pupil}", "{act: contact.pupil, approval: [school]}"))
    assert vague.kind == "unidentified_authority"
    assert vague.lines == (9, 10)


def test_people_whom_no_rule_concerns_are_found() -> None:
    scope = "id: T-0, who: [staff, governor], modality: statement, says: This policy is for staff and governors., informs: yes"
    (hole,) = lint_pack(scope, BAN)
    assert hole.kind == "scope_hole"
    assert hole.lines == (0, 0)
    assert "governors" in hole.message


def test_topics_that_no_clause_covers_are_missing() -> None:
    pack = parse(HEAD + f"  - {{section: Rules, {BAN}}}\n", "t.yaml")
    topics = {f.words for f in lint_clauses(pack.clauses, pack.title, TODAY) if f.kind == "missing_topic"}
    assert "filtering" in topics
    assert "contact between staff and pupils online" not in topics
