"""The arithmetic of the ledger: what is hashed, and how. Plain values in, plain values out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from json.encoder import encode_basestring_ascii as _text
from typing import NamedTuple

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]

GENESIS = "0" * 64
"""What the first entry carries in place of the hash of the one before."""


class Link(NamedTuple):
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
        number, school, at, actor, verb, subject, detail, previous, rows = self
        moment = at.isoformat(timespec="microseconds")
        return hash_of(number, school, moment, actor, verb, subject, detail, previous, rows)


def hash_of(
    number: int,
    school: int | None,
    at: str,
    actor: int | None,
    verb: str,
    subject: str,
    detail: str,
    previous: str,
    rows: str,
) -> str:
    """Of a link: the same as `canonical` of the fields, spelt out here, because a ledger is long."""
    rows = f'"rows":{_text(rows)},' if rows else ""
    return sha256(
        f'{{"actor":{_whole(actor)},"at":"{at}","detail":{_text(detail)},"number":{_whole(number)},'
        f'"previous":{_text(previous)},{rows}"school":{_whole(school)},"subject":{_text(subject)},"verb":{_text(verb)}}}'
    )


def _whole(value: int | None) -> str:
    # Where the database holds something else in its place, that is spelt as what it is.
    return "null" if value is None else str(value) if type(value) is int else canonical(value)


def sha256(text: str) -> str:
    """In hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: Json) -> str:
    """JSON with one spelling: keys sorted, no spaces, ASCII.

    Raises ValueError for NaN, TypeError for what is not JSON.
    """
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
