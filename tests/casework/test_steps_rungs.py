"""The ladder as data: each word of it is a word of the policy engine, and the other way round."""

from __future__ import annotations

import re

import pytest

from schoolgate.casework.cases.models import Party
from schoolgate.casework.cases.words import complaints
from schoolgate.casework.letters.plain_english import reading_age
from schoolgate.casework.steps.models import Step
from schoolgate.casework.steps.rungs import (
    ORDERED,
    RungKind,
    agreements,
    bearing,
    in_order,
    passed_over,
    rungs,
    speaks_of,
)
from schoolgate.casework.steps.standing import DECISIONS
from schoolgate.casework.steps.views.ladder import COLOURS
from schoolgate.community.roles import Role
from schoolgate.policy.clause import Clause, Rule
from schoolgate.policy.coverage import BUILT
from schoolgate.policy.vocabulary import acts, controls
from schoolgate.policy.worries import helpline


@pytest.mark.parametrize("kind", rungs().values(), ids=lambda kind: kind.code)
def test_a_rung_is_whole(kind: RungKind):
    assert kind.act == "" or kind.act in acts()
    assert set(kind.controls) <= set(controls())
    assert set(kind.decided_by) <= set(Role.values)
    assert bool(kind.decided_by) is not kind.emergency
    assert bool(kind.call) is kind.emergency
    assert all(helpline(name).name for name in kind.call)
    assert set(kind.told) == {"taken", "not_yet", "not_taken"}
    assert kind.days > 0
    assert complaints(kind.stage_of) == kind.stage_of
    assert bool(kind.within) is bool(kind.stage_of)


def test_every_step_that_a_policy_can_name_is_on_the_ladder():
    for name in (*ORDERED, *(agreement.control for agreement in agreements())):
        assert set(controls()[name].values) <= set(rungs()), name
    ordinary = {code for code, kind in rungs().items() if not (kind.emergency or kind.stage_of)}
    for agreement in agreements():
        assert set(controls()[agreement.control].values) == ordinary, agreement.control


def test_what_may_stand_has_words_and_a_colour():
    assert {*Step.Decision.values, "", "to_agree", "not_agreed"} == set(DECISIONS) == set(COLOURS)
    assert bearing() <= BUILT


def test_the_words_for_the_person_affected_can_be_read_at_twelve():
    said = [words for kind in rungs().values() for words in kind.told.values()]
    assert reading_age([*said, passed_over()]) <= 12
    assert reading_age([kind.hint for kind in rungs().values()]) <= 12


def clause(
    number: str,
    *acts_named: str,
    who: tuple[str, ...] = ("school",),
    workflow: str = "escalation",
    **fixed: tuple[str, ...],
) -> Clause:
    rules = tuple(Rule(act, "allow", frozenset({"school"})) for act in acts_named)
    named = {name.replace("__", "."): values for name, values in fixed.items()}
    says = f"Clause {number} says so."
    return Clause(number, "Rules", who, "may", says, rules=rules, controls=named, workflow=workflow)


def test_a_clause_that_names_asking_the_site_does_not_name_asking_the_author():
    site = clause("1", "request.removal", sanction__parent_steps=("ask_host",))
    anybody = clause("2", "request.removal")
    assert [code for code, kind in rungs().items() if kind.named_by(site)] == ["ask_host"]
    named = [code for code, kind in rungs().items() if kind.named_by(anybody)]
    assert named == ["request_removal", "written_request", "ask_host"]


def test_a_clause_about_the_schools_own_accounts_names_no_step():
    own_accounts = clause("1", "request.removal", workflow="moderation")
    assert not any(kind.named_by(own_accounts) for kind in rungs().values())


def test_what_a_clause_says_of_staff_names_no_step_for_pupils():
    staff = clause("1", "sanction.offsite", who=("staff",))
    assert [code for code, kind in rungs().items() if kind.named_by(staff)] == ["disciplinary"]
    everybody = clause("2", "sanction.offsite", who=("everyone",))
    assert [code for code, kind in rungs().items() if kind.named_by(everybody)] == ["sanction", "disciplinary"]


def test_a_clause_that_names_steps_together_says_their_order():
    order = [kind.code for kind in in_order([clause("1", sanction__parent_steps=("police", "talk"))])]
    assert order.index("police") < order.index("talk")
    first = clause("1", sanction__parent_steps=("talk", "police"))
    later = clause("2", sanction__parent_steps=("police", "talk"))
    assert [kind.code for kind in in_order([first, later])] == list(rungs())


def test_a_clause_about_parents_says_nothing_of_pupils_and_staff():
    parents = clause("1", "request.removal", sanction__parent_steps=("talk",))
    anybody = clause("2", "request.removal", sanction__steps=("talk",))
    for kind, of_parents in {"parent": True, "other": True, "unknown": True, "pupil": False, "staff": False}.items():
        assert speaks_of(parents, frozenset({kind})) is of_parents
        assert speaks_of(anybody, frozenset({kind}))
    assert speaks_of(parents, frozenset({"parent", "pupil"}))


@pytest.mark.parametrize("kind", rungs().values(), ids=lambda kind: kind.code)
def test_whom_a_rung_is_for_is_a_kind_of_party(kind: RungKind):
    assert kind.of <= set(Party.Kind.values)


@pytest.mark.parametrize("kind", rungs().values(), ids=lambda kind: kind.code)
def test_what_is_said_of_one_step_claims_nothing_of_another(kind: RungKind):
    """“We have asked the author first” stood beside an author whom nobody had asked."""
    for words in (kind.told["not_yet"], kind.told["not_taken"]):
        assert not re.search(r"\bfirst\b|other steps|we are |we will ", words, re.IGNORECASE), words
    assert " not " in kind.told["not_yet"]
