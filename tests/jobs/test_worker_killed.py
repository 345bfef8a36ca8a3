"""A worker that is killed at any moment loses nothing that waits, and does nothing twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

JOBS = 80
ENTER = """
from schoolgate.cli import installation
installation.start(); installation.prepare()
from jobs.work_to_do import note_slowly
from schoolgate.community.models import School
school = School.objects.create(name="Made Up Primary", slug="made-up")
for n in range({jobs}):
    note_slowly.later(school=school.pk, word=f"job {{n}}")
"""
COUNT = """
import json
from schoolgate.cli import installation
installation.start()
from schoolgate.record.ledger import verify
from schoolgate.record.models import LedgerEntry
words = [json.loads(detail)["word"] for detail in LedgerEntry.objects.filter(verb="test.noted").values_list("detail", flat=True)]
from django_tasks_db.models import DBTaskResult
again = sum(len(ids) > 1 for ids in DBTaskResult.objects.values_list("worker_ids", flat=True))
print(json.dumps([words, verify().ok, again]))
"""


def _python(code: str, env: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _survives(env: dict[str, str], kills: int) -> None:
    _python(ENTER.format(jobs=JOBS), env)
    chance = random.Random(7)
    done: list[str] = []
    for kill in range(200):
        worker = subprocess.Popen([sys.executable, "-m", "schoolgate", "work"], env=env, stderr=subprocess.DEVNULL)
        # Starting takes most of a second; the kill falls somewhere in the work that follows.
        time.sleep(1.2 + chance.random() * 0.6 if kill < kills else 3)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        done, whole, again = json.loads(_python(COUNT, env))
        assert whole
        assert len(done) == len(set(done)), "something was done twice"
        if kill >= kills and len(done) == JOBS:
            break
    assert again, "no kill fell into the middle of a job, so nothing was tried"
    assert sorted(done) == sorted(f"job {n}" for n in range(JOBS))


def _env(folder: Path, **more: str) -> dict[str, str]:
    tests = str(Path(__file__).parent.parent)
    return {**os.environ, "SCHOOLGATE_DATA": str(folder), "SCHOOLGATE_JOB_LEASE": "2", "PYTHONPATH": tests, **more}


@pytest.mark.whole
def test_on_sqlite(tmp_path):
    _survives(_env(tmp_path, DATABASE_URL=""), 20)


@pytest.mark.whole
def test_on_postgresql(tmp_path, postgresql):
    _survives(_env(tmp_path, DATABASE_URL=postgresql), 8)
