"""Several sign, publish or tick a class at once: one outcome, and one gentle sentence for everybody else."""

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
from factories import GroupFactory, MembershipFactory, SchoolFactory, a_text, pupil, somebody
from schoolgate.community.change import Refused
from schoolgate.duties.agreements.actions import drafting, in_class, publishing, signing
from schoolgate.duties.agreements.models import AgreementText, Signature

def crowd(act, size=6):
    ready, said = Barrier(size), []
    def one():
        ready.wait()
        try:
            done = act()
            said.append(done if isinstance(done, int) else "done")
        except Refused as refused:
            said.append(str(refused))
        finally:
            connection.close()
    threads = [Thread(target=one) for _ in range(size)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return said

school = SchoolFactory()
head, teacher = somebody("head", school=school), somebody("staff", school=school)
staff, young = a_text(school, by=head), a_text(school, "ks2", by=head)
group = GroupFactory(school=school)
MembershipFactory(group=group, person=teacher, leads=True)
pupils = [MembershipFactory(group=group, person=pupil(school)).person.pk for _ in range(3)]
draft = drafting.start_draft(head, "parent", "## One")
def tick():
    return in_class.sign_class(teacher, group, young, young.sha256, signed=pupils, declined={}).signed
print(json.dumps({
    "signed": crowd(lambda: signing.sign(teacher, staff, staff.sha256)),
    "ticked": crowd(tick),
    "begun": crowd(lambda: drafting.start_draft(head, "governor", "## Two")),
    "published": crowd(lambda: publishing.publish(head, draft, draft.sha256)),
    "rows": [Signature.unscoped.count(), AgreementText.unscoped.count()],
}))
"""


def _outcome(env: dict[str, str]) -> dict[str, list[object]]:
    command = [sys.executable, "-W", "error", "-c", CROWD]
    here = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path]), **env}
    done = subprocess.run(command, env=here, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def _check(outcome: dict[str, list[object]]) -> None:
    for what, sentence in {
        "signed": "This has been signed already",
        "begun": "There is a draft of this agreement already",
        "published": "This is no draft any more",
    }.items():
        said = outcome[what]
        assert said.count("done") == 1, said
        assert len([words for words in said if str(words).startswith(sentence)]) == len(said) - 1, said
    assert sorted(map(str, outcome["ticked"])) == ["0"] * 5 + ["3"]
    assert outcome["rows"] == [4, 4]


def test_one_outcome_on_the_embedded_database(tmp_path):
    _check(_outcome({"SCHOOLGATE_DATA": str(tmp_path)}))


def test_one_outcome_on_postgresql(tmp_path, postgresql):
    _check(_outcome({"SCHOOLGATE_DATA": str(tmp_path), "DATABASE_URL": postgresql}))
