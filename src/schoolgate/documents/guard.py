"""Read a stranger's file in a process of its own, with little time, little memory and a clean environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from schoolgate.child import bind, run
from schoolgate.documents.model import Reading, UnreadableError
from schoolgate.documents.refusals import MAX_BYTES, refusal
from schoolgate.documents.stored import from_data, to_data

SECONDS = 10
MEMORY = 500 * 1024 * 1024


def read_safely(data: bytes, name: str) -> Reading:
    """As `read_file`, in a child process given 10 s and 500 MB. Raises UnreadableError."""
    if len(data) > MAX_BYTES:
        raise refusal("too_big")
    try:
        said = run("schoolgate.documents.guard", data, os.path.basename(name)[-100:], seconds=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise refusal("too_slow") from error
    except subprocess.CalledProcessError as error:
        raise refusal("bomb" if b"MemoryError" in error.stderr else "broken") from error
    answer = json.loads(said)
    if "code" in answer:
        raise UnreadableError(answer["code"], answer["message"])
    return from_data(answer)


def _child(name: str) -> int:
    from schoolgate.documents.reader import read_file

    bind(memory=MEMORY, seconds=SECONDS)
    try:
        answer = to_data(read_file(sys.stdin.buffer.read(), name))
    except UnreadableError as error:
        answer = {"code": error.code, "message": str(error)}
    except MemoryError:
        bomb = refusal("bomb")
        answer = {"code": bomb.code, "message": str(bomb)}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    raise SystemExit(_child(sys.argv[1] if len(sys.argv) > 1 else ""))
