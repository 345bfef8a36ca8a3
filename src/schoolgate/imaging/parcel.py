"""Values and files in one string of bytes, for the way to a child process and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any


def pack(said: Any, files: Sequence[bytes]) -> bytes:
    """A line of JSON, then the files, one after the other."""
    head = json.dumps({"said": said, "lengths": [len(one) for one in files]})
    return b"".join([head.encode(), b"\n", *files])


def unpack(parcel: bytes) -> tuple[Any, list[bytes]]:
    """What was packed. Raises ValueError where it is not whole."""
    line, _, rest = parcel.partition(b"\n")
    head = json.loads(line)
    files, at = [], 0
    for length in head["lengths"]:
        files.append(rest[at : at + length])
        at += length
    if at != len(rest):
        raise ValueError("The parcel is not whole.")
    return head["said"], files
