"""The installation's own secrets: one file each, made on first use, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings


def secret(name: str) -> bytes:
    """Thirty-two random bytes that stay the same for the life of the installation."""
    # By its text: putting a path together takes longer than opening what the secret seals.
    return _secret(f"{settings.DATA}/keys/{name}")


@cache
def _secret(where: str) -> bytes:
    path = Path(where)
    if not path.exists():
        _make(path)
    return path.read_bytes()


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent)  # made with mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        # A link either appears whole or not at all, and never over one that another process made.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
