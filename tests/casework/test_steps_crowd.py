"""Several decide at one moment: one outcome, and one gentle sentence for everybody else."""

from __future__ import annotations

import pytest

from crowds import one_did, outcome

pytestmark = pytest.mark.whole
CROWD = """
from crowds import at_once
from factories import SchoolFactory, somebody
from ladders import about_a_mother, under
from schoolgate.casework.steps.actions.agreeing import agree
from schoolgate.casework.steps.actions.deciding import Given, decide
from schoolgate.casework.steps.models import Step, StepSignature

school = SchoolFactory()
head = somebody("head", school=school)
under(school, "model")
leaders = [somebody("slt", school=school) for _ in range(6)]
case = about_a_mother(head, *leaders)
waits = decide(head, case, "written_warning", Given("taken", "It goes on.", skipped="Three letters came before."))
print(json.dumps({
    "decided": at_once(lambda: decide(head, case, "helpline", Given("taken", "To ask what helps."))),
    "agreed": at_once(lambda: agree(leaders.pop(), case, waits.pk, agreed=True, why="It is fair.")),
    "rows": [Step.unscoped.filter(rung="helpline").count(), StepSignature.unscoped.count()],
    "waits": len(Step.unscoped.get(pk=waits.pk).still_needs()),
}))
"""


def _check(said: dict[str, list[str]]) -> None:
    assert one_did(said["decided"], "This is what stands already"), said["decided"]
    assert one_did(said["agreed"], "Your agreement is not asked for here"), said["agreed"]
    assert (said["rows"], said["waits"]) == ([1, 1], 0)


def test_one_outcome_on_the_embedded_database(tmp_path):
    _check(outcome(CROWD, {"SCHOOLGATE_DATA": str(tmp_path)}))


def test_one_outcome_on_postgresql(tmp_path, postgresql):
    _check(outcome(CROWD, {"SCHOOLGATE_DATA": str(tmp_path), "DATABASE_URL": postgresql}))
