"""Whom the policy binds: the holes in its scope, and clauses that cannot both be followed."""

from __future__ import annotations

from policy.lint.policies import CLEAN, added, changed, findings


def test_people_whom_no_consequence_reaches_are_named() -> None:
    (hole,) = findings(
        changed(
            " The head teacher may end the role of a volunteer or a contractor who breaks it, and the chair of governors deals with a governor.",
            "",
        )
    )
    assert hole.kind == "scope_hole"
    assert "governors, volunteers and contractors" in hole.message


def test_a_policy_without_any_consequence_says_so() -> None:
    start, end = CLEAN.index("9. If somebody"), CLEAN.index("10. Training")
    found = findings(CLEAN[:start] + CLEAN[end:].replace("10. Training", "9. Training"))
    assert {f.kind for f in found} == {"scope_hole", "missing_topic"}
    assert any("says nowhere what follows" in f.message for f in found)


def test_a_definition_that_forgets_people_whom_the_rules_bind_is_found() -> None:
    (hole,) = findings(added("“Members of the school community” means any member of staff, pupil, parent or governor."))
    assert hole.kind == "scope_hole"
    assert "volunteers and contractors" in hole.message


def test_a_rule_for_people_who_have_left_and_are_not_bound_is_found() -> None:
    (hole,) = findings(added("Former members of staff must not message pupils."))
    assert hole.kind == "scope_hole"
    assert "former staff" in hole.message


def test_people_in_the_scope_without_a_rule_are_found() -> None:
    text = "Social Media Policy\n\nThis policy applies to all staff and pupils.\n\nStaff must not add pupils as friends.\n\nStaff must keep their profiles private.\n"
    (hole,) = (f for f in findings(text) if f.kind == "scope_hole" and "no rule in it" in f.message)
    assert "pupils" in hole.message
    assert hole.lines == (3, 3)


def test_a_policy_for_life_outside_school_that_rules_on_life_inside_contradicts_itself() -> None:
    found = findings(
        added(
            "This policy relates to social networking outside of school.", "Blogging whilst in school is not permitted."
        )
    )
    assert [f.kind for f in found] == ["contradiction"]


def test_a_scope_for_staff_beside_a_scope_for_pupils_contradicts_it() -> None:
    found = findings(added("This policy sets out the principles that members of staff are expected to follow."))
    assert [f.kind for f in found] == ["contradiction"]


def test_a_permission_that_says_it_is_an_exception_is_no_contradiction() -> None:
    assert findings(added("However, the head teacher may message a pupil's parent from the school's account.")) == []


def test_a_rule_for_people_whom_the_scope_leaves_out_is_found() -> None:
    text = changed(
        "staff, governors, volunteers, contractors, pupils and parents",
        "staff, governors, volunteers, contractors and pupils",
    )
    (hole,) = findings(text)
    assert hole.kind == "scope_hole"
    assert "parents" in hole.message
