"""Several do one thing at once: one outcome, and one gentle sentence for everybody else."""

from __future__ import annotations

import pytest

from crowds import one_did, outcome

pytestmark = pytest.mark.whole
CROWD = """
from crowds import at_once
from factories import SchoolFactory
from casework.supporting import a_world
from schoolgate.casework.support.actions.ending import end_support
from schoolgate.casework.support.actions.offering import change_supporter
from schoolgate.casework.support.actions.speaking import say_not_all_right
from schoolgate.casework.support.models import CheckIn, SupportFile

world = a_world(SchoolFactory(), policy="")
offered = at_once(world.offered)
file = SupportFile.unscoped.get()
print(json.dumps({
    "offered": offered,
    "changed": at_once(lambda: change_supporter(world.dsl, file, world.head)),
    "alarmed": at_once(lambda: len(say_not_all_right(world.teacher, file))),
    "urgent": CheckIn.unscoped.filter(urgent=True).count(),
    "ended": at_once(lambda: end_support(world.teacher, file, "Thank you.")),
}))
"""


def _check(said: dict[str, list[str]]) -> None:
    assert one_did(said["offered"], "Support was offered to this person already"), said["offered"]
    assert one_did(said["changed"], "This person looks after them already"), said["changed"]
    assert said["alarmed"] == ["2"] * 6
    assert said["urgent"] == 1
    assert one_did(said["ended"], "This support has ended"), said["ended"]


def test_one_outcome_on_the_embedded_database(tmp_path):
    _check(outcome(CROWD, {"SCHOOLGATE_DATA": str(tmp_path)}))


def test_one_outcome_on_postgresql(tmp_path, postgresql):
    _check(outcome(CROWD, {"SCHOOLGATE_DATA": str(tmp_path), "DATABASE_URL": postgresql}))
