"""Several do one thing at once, each on a connection of their own, in an installation of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

BEGIN = """
import json
from random import randrange
from schoolgate.cli import installation
installation.start()
installation.prepare()
from django_tasks_db.models import DBTaskResult
from factories import AccountFactory, SchoolFactory
# The PostgreSQL server is shared with other tests: what they left to do is sealed with keys of their own.
DBTaskResult.objects.all().delete()
for factory in (SchoolFactory, AccountFactory):
    factory.reset_sequence(randrange(1000, 10**9))
"""


def outcome(script: str, env: dict[str, str]) -> dict[str, Any]:
    """What a script prints, as JSON, when it runs in a new process whose settings are `env`."""
    here = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path]), **env}
    command = [sys.executable, "-W", "error", "-c", BEGIN + script]
    done = subprocess.run(command, env=here, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def at_once(act: Callable[[], object], size: int = 6) -> list[str]:
    """What each of several heard who did it at the same moment: "done", the number it came to, or why not."""
    from django.db import connection

    from schoolgate.community.change import Refused

    ready, said = Barrier(size), list[str]()

    def one() -> None:
        ready.wait()
        try:
            done = act()
            said.append(str(done) if isinstance(done, int) else "done")
        except Refused as refused:
            said.append(str(refused))
        finally:
            connection.close()

    threads = [Thread(target=one) for _ in range(size)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def one_did(said: list[str], sentence: str) -> bool:
    """Whether exactly one did it, and everybody else heard this sentence."""
    return said.count("done") == 1 and sum(words.startswith(sentence) for words in said) == len(said) - 1
