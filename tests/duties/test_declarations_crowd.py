"""Several do one thing at once: one outcome, and one gentle sentence for everybody else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.whole
CROWD = """
import json
from threading import Barrier, Thread
from schoolgate.cli import installation
installation.start()
installation.prepare()
from django.db import connection
from django.utils import timezone
from factories import AccountFactory, SchoolFactory, somebody
from schoolgate.community.change import Refused
from schoolgate.duties.declarations.actions import answering
from schoolgate.duties.declarations.actions.making import declare
from schoolgate.duties.declarations.kinds import kinds
from schoolgate.duties.reviews.actions.recording import record
from schoolgate.duties.reviews.models import Review
from schoolgate.duties.searches.actions import opening, searching, shortlist

def crowd(act, size=6):
    ready, said = Barrier(size), []
    def one():
        ready.wait()
        try:
            act()
            said.append("done")
        except Refused as refused:
            said.append(str(refused))
        finally:
            connection.close()
    threads = [Thread(target=one) for _ in range(size)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return sorted(said)

for factory in (SchoolFactory, AccountFactory):
    factory.reset_sequence(500)  # the PostgreSQL server is shared with other tests
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
    "acknowledged": crowd(lambda: answering.acknowledge(head, made)),
    "looked": crowd(lambda: record(technician, "filtering", **look)),
    "put": crowd(lambda: searching.put_to_candidate(teacher, found, on=today, answer="Mine")),
    "rows": [made.remarks.count(), Review.unscoped.count()],
}))
"""


def _outcome(env: dict[str, str]) -> dict[str, list[str]]:
    command = [sys.executable, "-W", "error", "-c", CROWD]
    here = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path]), **env}
    done = subprocess.run(command, env=here, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def _check(outcome: dict[str, list[str]]) -> None:
    for what, sentence in {
        "acknowledged": "Somebody has answered this already",
        "looked": "Somebody recorded this while you were writing",
        "put": "Their answer is written down already",
    }.items():
        said = outcome[what]
        assert said.count("done") == 1, said
        assert len([words for words in said if words.startswith(sentence)]) == len(said) - 1, said
    assert outcome["rows"] == [1, 1]


def test_one_outcome_on_the_embedded_database(tmp_path):
    _check(_outcome({"SCHOOLGATE_DATA": str(tmp_path)}))


def test_one_outcome_on_postgresql(tmp_path, postgresql):
    _check(_outcome({"SCHOOLGATE_DATA": str(tmp_path), "DATABASE_URL": postgresql}))
