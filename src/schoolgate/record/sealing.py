"""Encrypt a short text for the database (AES-256-GCM)."""

from __future__ import annotations

import base64
import os

from schoolgate.record.keys import secret


def seal(text: str, *, purpose: str) -> str:
    """The text, encrypted, as URL-safe base64. Only `unseal` with the same purpose opens it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    box = AESGCM(secret("fields")).encrypt(nonce, text.encode(), purpose.encode())
    return base64.urlsafe_b64encode(nonce + box).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """The text that was sealed. Raises cryptography's InvalidTag when it was changed or is another's."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    box = base64.urlsafe_b64decode(sealed)
    return AESGCM(secret("fields")).decrypt(box[:12], box[12:], purpose.encode()).decode()
