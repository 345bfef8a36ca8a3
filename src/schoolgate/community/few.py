"""Fewer than five could point at somebody: numbers told so that they cannot."""

from __future__ import annotations

from collections.abc import Sequence

FEW = 5
"""Fewer than so many could point at somebody."""
UNDER = f"under\N{NO-BREAK SPACE}{FEW}"


def are_few(number: int) -> bool:
    return 0 < number < FEW


def about(number: int) -> str:
    """To the nearest five, so that nothing is the difference between it and another."""
    return f"about {FEW * round(number / FEW)}" if number >= FEW else UNDER


def many(parts: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
    """Those parts of a whole that are not few, each to the nearest five. Where the whole is told in the same way, and
    has three parts or more, no part that was left out can be worked out, not even whether there was any of it."""
    return [(name, about(number)) for name, number in parts if number >= FEW]
