"""Run one of our modules in a process of its own, with little time, little memory and a clean environment: what a
stranger sent is read, drawn and looked at there."""

from __future__ import annotations

import os
import subprocess
import sys


def run(module: str, given: bytes, *arguments: str, seconds: int) -> bytes:
    """What `module` writes to its standard output, with `given` as its standard input.

    Raises subprocess.TimeoutExpired after so many seconds, and CalledProcessError where it fails: both are
    SubprocessErrors. Nothing of this process's environment goes along: no secret, and no address of a database.
    """
    env = {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        # glibc gives the memory of a picture back as soon as it is done with.
        "MALLOC_MMAP_THRESHOLD_": "1048576",
    }
    return subprocess.run(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", module, *arguments],
        input=given,
        capture_output=True,
        timeout=seconds,
        env=env,
        check=True,
    ).stdout


def bind(*, memory: int, seconds: int) -> None:
    """Bind this process: bytes of address space, seconds of processor time, no files, no core."""
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
