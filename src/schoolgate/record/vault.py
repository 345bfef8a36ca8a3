"""The vault: files that are written once, encrypted, each under a key of its own.

A row that speaks of a file holds its key in a `VaultKey` field; a file that no such field names is swept away.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

from schoolgate.record.keys import secret

CHUNK = 1024 * 1024
"""Bytes that are encrypted at a time, so that a large file needs little memory."""
MAGIC = b"SGV1"
SPARE = 2 * 1024**3
"""The last bytes of the disk, which no stranger's files may take: they are for words, and for the ledger."""
SALT = 16
TAG = 16
KEY = re.compile(r"[0-9a-f]{32}")


class VaultError(Exception):
    """A file of the vault is missing, or is not what was put there: the words say which file, and what is wrong."""


class Stored(NamedTuple):
    """Where a file lies (`key`), the SHA-256 of its own bytes in hexadecimal, and how many they are."""

    key: str
    sha256: str
    size: int


class VaultKey(models.CharField[str, str]):
    """The field that holds a file's key; '' once the file is destroyed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 32, "db_index": True, **kwargs})


def put(data: bytes | BinaryIO) -> Stored:
    """Keep a file for good. It is on the disk, whole and encrypted, when this returns."""
    source = io.BytesIO(data) if isinstance(data, bytes) else data
    key, salt = secrets.token_hex(16), os.urandom(SALT)
    path = _path(key)
    _folder(path.parent)
    digest, size = hashlib.sha256(), 0
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")  # made with mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(MAGIC + salt)
            cipher, number, chunk = _cipher(key, salt), 0, source.read(CHUNK)
            while True:
                following = source.read(CHUNK)
                digest.update(chunk)
                size += len(chunk)
                file.write(cipher.encrypt(_nonce(number, last=not following), chunk, None))
                if not following:
                    break
                chunk, number = following, number + 1
            file.flush()
            os.fsync(file.fileno())
        # A link either appears whole or not at all, and never over a file that is there.
        os.link(draft, path)
    finally:
        os.unlink(draft)
    _sync(path.parent)
    return Stored(key, digest.hexdigest(), size)


def has_room() -> bool:
    """Whether the disk has room for files that strangers bring."""
    return shutil.disk_usage(settings.DATA).free > SPARE


def stream(key: str) -> Iterator[bytes]:
    """The file's bytes, a megabyte at a time, each checked before it is given.

    Raises VaultError, which may come after some were given: where that matters, `get` it.
    """
    path = _path(key)
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise VaultError(f"The file {key} is missing from the vault.") from None
    with file:
        head = file.read(len(MAGIC) + SALT)
        if len(head) < len(MAGIC) + SALT or not head.startswith(MAGIC):
            raise VaultError(f"The beginning of the file {key} in the vault has been changed.")
        cipher, number, chunk = _cipher(key, head[len(MAGIC) :]), 0, file.read(CHUNK + TAG)
        while True:
            following = file.read(CHUNK + TAG)
            with _checked(key, number):
                yield cipher.decrypt(_nonce(number, last=not following), chunk, None)
            if not following:
                return
            chunk, number = following, number + 1


def get(key: str) -> bytes:
    """All of a file. Raises VaultError when a byte of it was changed, or it is missing."""
    return b"".join(stream(key))


def remove(key: str) -> None:
    """Destroy a file. One that is not there is gone already."""
    path = _path(key)
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        _sync(path.parent)


def sweep(known: Collection[str], older_than: timedelta) -> list[str]:
    """Destroy the files that are not `known` and are older than this; what a change that was undone left behind.

    Gives their keys. Drafts of a process that was killed go too.
    """
    before = time.time() - older_than.total_seconds()
    gone = []
    for path in sorted(_root().glob("*/*")):
        if path.name not in known and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            gone.append(path.name)
    return gone


def _root() -> Path:
    return Path(settings.DATA) / "vault"


def _path(key: str) -> Path:
    if not KEY.fullmatch(key):
        raise VaultError("That is no key of the vault.")
    return _root() / key[:2] / key


def _folder(folder: Path) -> None:
    """Make it, on the disk too, readable by its owner alone."""
    if not folder.is_dir():
        for each in (folder.parent, folder):
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync(each.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _cipher(key: str, salt: bytes) -> AESGCM:
    """Bound to the file's key: another file put in its place does not open."""
    return AESGCM(HKDF(SHA256(), 32, salt, b"vault:" + key.encode()).derive(secret("vault")))


def _nonce(number: int, *, last: bool) -> bytes:
    """Each chunk's place, and whether it is the last: none can be moved, left out or cut off."""
    return number.to_bytes(11, "big") + bytes([last])


@contextmanager
def _checked(key: str, number: int) -> Iterator[None]:
    try:
        yield
    except InvalidTag:
        raise VaultError(f"The file {key} in the vault has been changed or cut short (part {number + 1}).") from None
