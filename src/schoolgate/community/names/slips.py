"""Whether one word may be another with a slip of the pen."""

from __future__ import annotations

SHORTEST = 4
"""Letters of a word that may be another with a slip in it: shorter ones are too like each other."""


def one_slip(one: str, other: str) -> bool:
    """Whether a letter is too many, missing or another, or two beside each other changed places."""
    if min(len(one), len(other)) < SHORTEST or abs(len(one) - len(other)) > 1:
        return False
    one, other = _after_what_is_the_same(one, other)
    one, other = _after_what_is_the_same(one[::-1], other[::-1])
    return max(len(one), len(other)) <= 1 or (len(one) == len(other) == 2 and one == other[::-1])


def _after_what_is_the_same(one: str, other: str) -> tuple[str, str]:
    same = 0
    for each, beside in zip(one, other, strict=False):
        if each != beside:
            break
        same += 1
    return one[same:], other[same:]
