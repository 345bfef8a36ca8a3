"""A policy file named on the command line, read safely; and a day written there."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schoolgate.documents.model import Reading


def read_policy(name: str) -> Reading:
    """Read the file of that name. Raises UnreadableError, also where there is no such file."""
    from pathlib import Path

    from schoolgate.documents.guard import read_safely
    from schoolgate.documents.model import UnreadableError

    try:
        data = Path(name).read_bytes()
    except OSError as error:
        why = error.strerror or "it cannot be opened"
        raise UnreadableError(
            "unknown_kind", f"{name} cannot be opened ({why}); check the name and try again."
        ) from None
    return read_safely(data, Path(name).name)


def day(text: str) -> date:
    """A day written as 2026-09-01."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a day; write it as 2026-09-01") from None
