"""The key that a post is published under once. Where a network keeps nothing of it, what the key tells of its own time
sets the post apart from an older one that says the same."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta

SHAPE = re.compile(r"k([0-9a-f]{8})[0-9a-f]{23}")
# How far our clock and a network's may be apart.
APART = timedelta(minutes=10)


def made(now: datetime) -> str:
    """A new key: 32 characters that nobody can guess, which tell when it was made."""
    return f"k{int(now.timestamp()):08x}{secrets.token_hex(12)[:23]}"


def begun(key: str) -> datetime | None:
    """Nothing was published under this key before; None for a key that does not tell."""
    found = SHAPE.fullmatch(key)
    return datetime.fromtimestamp(int(found[1], 16), UTC) - APART if found else None
