"""The names by which people speak of a row: “C-4F0A91B2C7”."""

from __future__ import annotations

import secrets


def new(letter: str) -> str:
    """A letter for what it is, and 40 random bits: among 100,000, one in ten million new ones is there already."""
    return f"{letter}-{secrets.token_hex(5).upper()}"
