"""An import that is killed half-way leaves nothing, and done again does it all."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from community.roster.sets import small_school

pytestmark = pytest.mark.whole
SCHOOLGATE = Path(sys.executable).with_name("schoolgate")
PEOPLE = 3000
KILLED = """
import os, signal, sys
from schoolgate.cli import installation, main
installation.start()
from schoolgate.community.roster import writing
insert = writing._insert
def insert_and_die(model, names, rows):
    insert(model, names, rows)
    if model.__name__ == "RoleHolding":
        os.kill(os.getpid(), signal.SIGKILL)
writing._insert = insert_and_die
main(["roster", sys.argv[1]])
"""
"""The command, killed once it has written the people and their roles, and nothing after."""


def test_killed_half_way_it_leaves_nothing(tmp_path: Path):
    environment = {**os.environ, "SCHOOLGATE_DATA": str(tmp_path / "data")}
    environment.pop("DATABASE_URL", None)
    words = ["school", "Made Up Primary", "--technician", "Sam Example", "--email", "sam@school.example"]
    subprocess.run([SCHOOLGATE, *words], env=environment, check=True, capture_output=True)
    made = small_school()
    for number in range(PEOPLE):
        made.user(f"x{number}", "teacher", "Tess", "Example")
    file = made.save(tmp_path)

    done = subprocess.run([sys.executable, "-c", KILLED, file], env=environment, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert people(tmp_path) == 1

    again = subprocess.run([SCHOOLGATE, "roster", file, "--json"], env=environment, check=True, capture_output=True)
    assert json.loads(again.stdout)["added"] == PEOPLE + 6
    assert people(tmp_path) == PEOPLE + 7


def people(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "data/schoolgate.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM community_person").fetchone()[0])
