"""The receipt: a code by which somebody comes back without an account.

Twenty letters of Crockford's alphabet: five that find the report, and fifteen (75 bits) that open it, of which only a
slow hash is kept. The code is worked out from the token of the form that was sent, so that the page after sending can
show it again as long as the browser has the token, and nobody else ever can.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
FINDS, OPENS = 5, 15
"""Letters, of five bits each."""
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
"""Letters that are taken for others when they are written down."""
COST, BLOCK = 2**14, 8
"""scrypt's n and r: 16 MB, and some 50 ms, for each try."""
AT_ONCE = 2
PATIENCE = 10  # seconds that a try waits for its turn

_turns = threading.BoundedSemaphore(AT_ONCE)


class Busy(Exception):  # noqa: N818 (it is no error: come again)
    """More codes are being looked at than this process looks at together."""


def derived(token: str, purpose: str, length: int = 32) -> bytes:
    """A key of that many bytes, for one purpose, that follows from the token of a form and tells nothing of it."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=f"telling:{purpose}".encode()).derive(token.encode())


def code_of(token: str, attempt: int = 0) -> str:
    """The code of the form with this token. Another attempt gives another code, where the first five letters of one
    were taken."""
    number = int.from_bytes(derived(token, f"receipt:{attempt}", 13), "big")
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(FINDS + OPENS))


def tidy(typed: str) -> str:
    """A code as it was meant: without spaces and dashes, whatever the capitals. '' for what cannot be one."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(READ_AS)
    right = len(letters) == FINDS + OPENS and set(letters) <= set(ALPHABET)
    return letters if right else ""


def spaced(code: str) -> str:
    """A code as it is shown: four groups of five."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


def hashed(code: str) -> str:
    """The slow hash of the part of a code that opens, with a salt of its own."""
    salt = os.urandom(16)
    return f"{salt.hex()}${_scrypt(code, salt).hex()}"


def is_it(code: str, kept: str) -> bool:
    """Whether a code is the one that was hashed. Where nothing was kept ('') it takes as long to say no.

    Raises Busy.
    """
    salt, _, right = kept.partition("$")
    with _a_turn():
        found = _scrypt(code, bytes.fromhex(salt) or b"no such report!!").hex()
    return hmac.compare_digest(found, right or "0" * len(found))


def _scrypt(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code[FINDS:].encode(), salt=salt, n=COST, r=BLOCK, p=1, dklen=32)


@contextmanager
def _a_turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE):
        raise Busy
    try:
        yield
    finally:
        _turns.release()
