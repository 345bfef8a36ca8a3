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


def about_whole(number: int, *wholes: Sequence[tuple[str, int]]) -> str:
    """The number of a whole, to the nearest five, beside its parts as `many` tells them, in one list or several.

    It is told as less where a list leaves out a part and could not add up to it otherwise: from that, the part could
    be worked out.
    """
    told = FEW * round(number / FEW)
    for parts in wholes:
        most = sum(FEW * round(part / FEW) + FEW // 2 for _, part in parts if part >= FEW)
        if most and any(are_few(part) for _, part in parts):
            told = min(told, FEW * ((most + FEW // 2) // FEW))
    return f"about {told}" if number >= FEW else UNDER
