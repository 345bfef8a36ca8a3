"""Two workers at once, on PostgreSQL: each delivery goes out once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

POSTS, CHANNELS = 8, 4
BEGIN = """
from schoolgate.cli import installation
installation.start()
import sys
from publishing import written_board
written_board.hang()
"""
ENTER = f"""{BEGIN}
installation.prepare()
from publishing.posting import a_channel, here
from schoolgate.publishing.posts.actions.asking import submit
from schoolgate.publishing.posts.actions.writing import write
from schoolgate.publishing.posts.words import Words
at = here("glenwood")
channels = [at.channel.pk, *(a_channel(at.tess, at.head, handle=f"number {{n}}").pk for n in range(1, {CHANNELS}))]
for n in range({POSTS}):
    version, _ = write(at.tess, Words(f"Tree number {{n}} is planted.", f"Tree {{n}}", channels=tuple(channels)))
    assert submit(at.tess, version.post, version.sha256, "") is None
"""
WORK = f"""{BEGIN}
import threading, time
from schoolgate.jobs.work import work
from schoolgate.publishing.posts.models import Delivery
stop = threading.Event()
def watch():
    for _ in range(600):
        time.sleep(0.2)
        if not Delivery.unscoped.exclude(state="out").exists():
            break
    stop.set()
threading.Thread(target=watch, daemon=True).start()
work(stop)
"""
COUNT = f"""{BEGIN}
import json
from schoolgate.publishing.posts.models import Delivery
from schoolgate.record.ledger import verify
from schoolgate.record.models import LedgerEntry
rows = list(Delivery.unscoped.values_list("key", "state", "tries"))
print(json.dumps([rows, LedgerEntry.objects.filter(verb="post.out").count(), verify().ok]))
"""


@pytest.mark.whole
def test_two_workers_send_each_delivery_once(tmp_path, postgresql):
    board = tmp_path / "board.txt"
    env = {
        **os.environ,
        "SCHOOLGATE_DATA": str(tmp_path),
        "SCHOOLGATE_JOB_LEASE": "4",
        "DATABASE_URL": postgresql,
        "PYTHONPATH": str(Path(__file__).parent.parent),
        "WRITTEN_BOARD": str(board),
    }

    def run(code: str) -> str:
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=180)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(ENTER)
    both = [subprocess.Popen([sys.executable, "-c", WORK], env=env, stderr=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait(180) for one in both] == [0, 0]
    rows, entries, whole = json.loads(run(COUNT))
    pinned = [line.split() for line in board.read_text().splitlines()]
    assert len(rows) == POSTS * CHANNELS
    assert {state for _, state, _ in rows} == {"out"}
    assert sorted(key for key, _ in pinned) == sorted(key for key, _, _ in rows)
    assert len({process for _, process in pinned}) == 2, "one worker did it all, so nothing was tried"
    assert entries == len(rows)
    assert whole
