"""The arithmetic of the ledger: what is hashed, and how. Plain values in, plain values out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]

GENESIS = "0" * 64
"""What the first entry carries in place of the hash of the one before."""


@dataclass(frozen=True, slots=True)
class Link:
    """Everything an entry says. `detail` is canonical JSON, as it is stored; `rows` what it says of rows."""

    number: int
    school: int | None
    at: datetime
    actor: int | None
    verb: str
    subject: str
    detail: str
    previous: str
    rows: str = ""

    def hash(self) -> str:
        """SHA-256, in hexadecimal, of all the fields as canonical JSON; `at` in UTC to the microsecond.

        Without `rows` where it says nothing of any.
        """
        said: dict[str, Json] = {
            "number": self.number,
            "school": self.school,
            "at": self.at.isoformat(timespec="microseconds"),
            "actor": self.actor,
            "verb": self.verb,
            "subject": self.subject,
            "detail": self.detail,
            "previous": self.previous,
        }
        return sha256(canonical(said | {"rows": self.rows} if self.rows else said))


def sha256(text: str) -> str:
    """In hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: Json) -> str:
    """JSON with one spelling: keys sorted, no spaces, ASCII.

    Raises ValueError for NaN, TypeError for what is not JSON.
    """
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
