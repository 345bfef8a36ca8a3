"""Is it the same picture? 64 bits that hardly change when it is scaled, re-encoded, brightened or trimmed.

A hash of differences, as Neal Krawetz described it ("Kind of like that", 21 January 2013): ours in ten lines, where the
usual library would bring SciPy along.
"""

from __future__ import annotations

from PIL import Image

ALIKE = 10
"""Bits of 64 that may differ in two copies of one picture."""


def fingerprint(image: Image.Image) -> int:
    """64 bits: whether each of 8 × 8 places is darker than the one to its right."""
    small = list(image.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes())
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (small[row * 9 + column] < small[row * 9 + column + 1])
    return bits


def distance(one: int, other: int) -> int:
    """Bits that differ, of 64."""
    return (one ^ other).bit_count()


def alike(one: int, other: int) -> bool:
    return distance(one, other) <= ALIKE
