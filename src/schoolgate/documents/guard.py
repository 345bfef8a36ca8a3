"""Read a stranger's file in a process of its own, with little time, little memory and a clean environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys

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
        child = subprocess.run(  # noqa: S603 - our own interpreter and module; the name is only an argument
            [sys.executable, "-m", "schoolgate.documents.guard", os.path.basename(name)[-100:]],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refusal("too_slow") from error
    if child.returncode != 0:
        raise refusal("bomb" if b"MemoryError" in child.stderr else "broken")
    answer = json.loads(child.stdout)
    if "code" in answer:
        raise UnreadableError(answer["code"], answer["message"])
    return from_data(answer)


def _limit() -> None:
    """Bind this process: address space, processor time, no files, no core."""
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def _child(name: str) -> int:
    from schoolgate.documents.reader import read_file

    _limit()
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
