"""Several do one thing at once: one outcome, and one gentle sentence for everybody else."""

from __future__ import annotations

import pytest

from crowds import one_did, outcome

pytestmark = pytest.mark.whole
CROWD = """
from crowds import at_once
from django.utils import timezone
from factories import SchoolFactory, somebody
from schoolgate.duties.declarations.actions import answering
from schoolgate.duties.declarations.actions.making import declare
from schoolgate.duties.declarations.kinds import kinds
from schoolgate.duties.reviews.actions.recording import record
from schoolgate.duties.reviews.models import Review
from schoolgate.duties.searches.actions import opening, searching, shortlist

school = SchoolFactory()
head, teacher, technician = (somebody(role, school=school) for role in ("head", "staff", "technician"))
today = timezone.localdate()
made = declare(teacher, kinds()["something_else"], {"about": "none", "words": "A made-up worry"})
look = {"round": "first", "on": today, "result": "ok", "seen": "Fine."}
post = opening.open_post(head, title="Teacher", needed_by=today, searcher=teacher, panel=[head])
person = shortlist.add_candidate(teacher, post, name="Ann Applicant", stage="shortlisted", shortlisted_on=today)
shortlist.mark_told(teacher, person, on=today, how="letter")
searching.declare_independent(teacher, post)
finding = {"what": "A", "why": "children", "because": "B"}
found = searching.found_something(teacher, person, post.searches.first(), **finding)
print(json.dumps({
    "acknowledged": at_once(lambda: answering.acknowledge(head, made)),
    "looked": at_once(lambda: record(technician, "filtering", **look)),
    "put": at_once(lambda: searching.put_to_candidate(teacher, found, on=today, answer="Mine")),
    "rows": [made.remarks.count(), Review.unscoped.count()],
}))
"""


def _check(said: dict[str, list[str]]) -> None:
    for what, sentence in {
        "acknowledged": "Somebody has answered this already",
        "looked": "Somebody recorded this while you were writing",
        "put": "Their answer is written down already",
    }.items():
        assert one_did(said[what], sentence), said[what]
    assert said["rows"] == [1, 1]


def test_one_outcome_on_the_embedded_database(tmp_path):
    _check(outcome(CROWD, {"SCHOOLGATE_DATA": str(tmp_path)}))


def test_one_outcome_on_postgresql(tmp_path, postgresql):
    _check(outcome(CROWD, {"SCHOOLGATE_DATA": str(tmp_path), "DATABASE_URL": postgresql}))
