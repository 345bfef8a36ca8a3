"""A clause that coverage counts as working is put before the people it binds, whichever of the five policies it is in."""

from __future__ import annotations

import re
from datetime import date

import pytest

from schoolgate.duties.agreements.known import agreements
from schoolgate.duties.agreements.wording import rules
from schoolgate.duties.guides.guide import guide
from schoolgate.duties.training.taking import ASKED_AS
from schoolgate.duties.training.tenquestions import keep_in_mind, ten_questions
from schoolgate.policy.clause import Clause
from schoolgate.policy.coverage import FIVE, cover
from schoolgate.policy.engine import Rulebook
from schoolgate.policy.pack import load
from schoolgate.publishing.posts.policy import by_eye

TODAY = date(2026, 11, 21)
OWED = {"agreement", "lesson", "moderation", "review", "training"}
"""Kinds of duty that stand in people's own lists, with the clause; the tests of each kind show how."""


def read_by_people(clauses: tuple[Clause, ...]) -> set[str]:
    """The clauses that stand in an agreement, in the guide for families, in the course about the policy,
    or beside every post before it is sent on."""
    texts = [rules(audience, clauses) for audience in agreements()]
    families = guide(clauses)
    lines = [
        line for said in (families.parents, families.pupils, families.both) for part in said.values() for line in part
    ]
    course = [step for role in ASKED_AS for step in keep_in_mind(clauses, role)]
    asked = {
        number for role in ASKED_AS for step in ten_questions(Rulebook(clauses), role, TODAY) for number in step.clauses
    }
    found = re.findall(r"[A-Z]{2}-\d+", " ".join([*texts, *(step.text for step in course)]))
    posts = (clause.id for _, clause in by_eye(clauses))
    return {*found, *(line.clause for line in lines), *asked, *posts}


@pytest.mark.parametrize("name", FIVE)
def test_what_a_policy_asks_of_people_is_put_before_them(name: str) -> None:
    clauses = load(name).clauses
    shown = read_by_people(clauses)
    working = [clause for clause in clauses if clause.kind in ("duty", "workflow") and not cover(clause).waiting]
    for clause in working:
        of_people = clause.modality != "statement" and set(clause.who) - {"school"}
        if of_people and not any(duty.kind in OWED for duty in clause.duties):
            assert clause.id in shown, f"{clause.id}: nobody reads “{clause.says}”"
