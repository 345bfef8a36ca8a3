"""Roman numbers."""

from __future__ import annotations

_ROMAN = {"i": 1, "v": 5, "x": 10}


def roman(mark: str) -> int:
    """The value of a Roman number in small letters, of i, v and x."""
    values = [_ROMAN[c] for c in mark]
    return sum(-v if v < max(values[i:], default=0) else v for i, v in enumerate(values))
