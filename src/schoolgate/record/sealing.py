"""Encrypt a text or a file for the database (AES-256-GCM)."""

from __future__ import annotations

import base64
import os

from schoolgate.record.keys import secret


def seal(text: str, *, purpose: str) -> str:
    """The text, encrypted, as URL-safe base64. Only `unseal` with the same purpose opens it."""
    return base64.urlsafe_b64encode(seal_bytes(text.encode(), purpose=purpose)).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """The text that was sealed. Raises cryptography's InvalidTag when it was changed or is another's."""
    return unseal_bytes(base64.urlsafe_b64decode(sealed), purpose=purpose).decode()


def seal_bytes(data: bytes, *, purpose: str) -> bytes:
    """A file's bytes, encrypted."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    return nonce + AESGCM(secret("fields")).encrypt(nonce, data, purpose.encode())


def unseal_bytes(sealed: bytes, *, purpose: str) -> bytes:
    """The bytes that were sealed. Raises cryptography's InvalidTag when they were changed or are another's."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(secret("fields")).decrypt(sealed[:12], sealed[12:], purpose.encode())
