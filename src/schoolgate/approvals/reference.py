"""References of permissions: easy to read out, impossible to guess (80 bits)."""

from __future__ import annotations

import secrets

# Crockford's letters and digits: none that look or sound like another.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 16, 4
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_reference() -> str:
    """ "K7QM-2XRD-9FHT-W3BN"."""
    return _grouped("".join(secrets.choice(LETTERS) for _ in range(LENGTH)))


def tidy(typed: str) -> str:
    """A reference as somebody typed it, in the form that is stored: any case, any spaces, O for 0, I or L for 1."""
    kept = "".join(letter for letter in typed.upper().translate(READ_AS) if letter in LETTERS)
    return _grouped(kept[: LENGTH + 1])


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))
