"""A throw-away PostgreSQL server, reached by a socket in its own folder."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote


def programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def server(bin_: Path) -> Iterator[str]:
    """Start a server and give the URL of its first database. It refuses to run as root, so root lends it a user."""
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    folder = Path(tempfile.mkdtemp(prefix="schoolgate-pg-"))
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, user)

    def run(*command: str) -> None:
        who = user if os.geteuid() == 0 else None
        subprocess.run(command, user=who, cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=60)

    try:
        run(str(bin_ / "initdb"), "-D", str(data), "-U", "tests", "-A", "trust", "--no-sync", "-E", "UTF8")
        options = f"-k {folder} -h '' -c max_connections=40 -c timezone=UTC"
        run(str(bin_ / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        yield f"postgresql://tests@{quote(str(folder), safe='')}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            run(str(bin_ / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
