"""Many write at once, and a process is killed while it writes: no gap, and nothing confirmed is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

pytestmark = pytest.mark.whole
BEGIN = """
from schoolgate.cli.installation import start_record
start_record()
from django.core.management import call_command
from django.conf import settings
settings.DATA.mkdir(exist_ok=True)
call_command("migrate", verbosity=0)
"""
WRITE = """
import sys
from threading import Thread
from schoolgate.cli.installation import start_record
start_record()
from django.db import connection, transaction
from schoolgate.record import ledger

def work(threads, each):
    def one():
        for n in range(each):
            with transaction.atomic():
                number = ledger.write("thing.done", f"made.up:{n}").number
            sys.stdout.write(f"{number}\\n")  # in one piece, as threads share it
            sys.stdout.flush()
        connection.close()
    crowd = [Thread(target=one) for _ in range(threads)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()

work(int(sys.argv[1]), int(sys.argv[2]))
"""


class Installation:
    def __init__(self, env: dict[str, str]) -> None:
        self.env = {**os.environ, **env}
        self.start(BEGIN).communicate(timeout=60)

    def start(self, program: str, *values: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", program, *values]
        return subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, text=True)

    def verify(self) -> tuple[int, dict]:
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "import sys; from schoolgate.cli import main; sys.exit(main())",
                "ledger",
                "verify",
                "--json",
            ],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return done.returncode, json.loads(done.stdout)


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request, tmp_path) -> Iterator[Installation]:
    env = {"SCHOOLGATE_DATA": str(tmp_path / "data"), "DATABASE_URL": ""}
    if request.param == "postgresql":
        env["DATABASE_URL"] = _fresh_database(request.getfixturevalue("postgresql"), f"crowd_{abs(hash(tmp_path))}")
    return Installation(env)


def _fresh_database(url: str, name: str) -> str:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return url.rsplit("/", 1)[0] + "/" + name


def test_three_processes_of_two_threads_write_at_once_and_no_number_is_missed(installation):
    crowd = [installation.start(WRITE, "2", "20") for _ in range(3)]
    numbers = sorted(int(line) for one in crowd for line in one.communicate(timeout=120)[0].split())

    assert numbers == list(range(1, 121))
    assert installation.verify() == (0, {"entries": 120, "ok": True, "first_bad": None})


def test_the_ledger_is_found_whole_while_others_write(installation):
    writer = installation.start(WRITE, "1", "100000")
    assert writer.stdout is not None
    writer.stdout.readline()
    found = [installation.verify() for _ in range(3)]
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate(timeout=60)

    assert [code for code, _ in found] == [0, 0, 0]
    assert found[0][1]["entries"] < found[2][1]["entries"]


def test_a_process_killed_while_it_writes_loses_nothing_it_confirmed(installation):
    confirmed = 0
    for _ in range(3):
        writer = installation.start(WRITE, "2", "100000")
        assert writer.stdout is not None
        for _ in range(15):
            confirmed = max(confirmed, int(writer.stdout.readline()))
        os.kill(writer.pid, signal.SIGKILL)
        rest, _ = writer.communicate(timeout=60)
        confirmed = max(confirmed, *map(int, rest.split()[:-1]), 0)

    code, found = installation.verify()
    assert (code, found["ok"]) == (0, True)
    assert found["entries"] >= confirmed >= 45
