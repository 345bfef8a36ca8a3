#!/usr/bin/env python3
"""Check a bundle of evidence: that nothing in it was changed, added, left out or put in another place.

    python3 verify.py BUNDLE [--key FILE] [--open FOLDER] [--json]

BUNDLE is the zip as it came, the folder that it was unpacked to, or a bag that --open made. The key comes apart from
the bundle. Without it only the outside can be checked, and that is never enough to say that all is well.
Needs Python 3.8 or later and nothing else. 0: all was checked and all is well; 1: it is not; 2: it could not be checked.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import stat
import struct
import zipfile
import zlib

BLOCK = 1 << 16
GENESIS = "0" * 64
READ_ME, VERIFIER, SEALS, INDEX = "READ ME.txt", "verify.py", "seals.txt", "sealed/0000"
FORMAT = "schoolgate bundle 1"
MADE = FORMAT.encode()
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
TAGS = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")
TAG_MANIFEST = "tagmanifest-sha256.txt"
CASE, EVIDENCE = "data/case.json", "data/evidence/"
RECORDS = {"chronology": "chronology", "custody": "custody record", "items": "list of items"}
OUTSIDE_NAME = re.compile(r"READ ME\.txt|verify\.py|seals\.txt|sealed/[0-9]{4,6}")
INSIDE_NAME = re.compile(r"(bagit|bag-info|(tag)?manifest-sha256)\.txt|data(/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){1,4}")
KEY = re.compile(r"[0-9a-f]{64}")
LISTED = re.compile(r"([0-9a-f]{64})  (.+)")
SHOWN = 1000
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError)
DAMAGED += (struct.error, OverflowError, MemoryError, IndexError)
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False).encode


class CannotError(Exception):
    """It cannot be checked at all. The sentence says why and what to do."""


class Changed(Exception):  # noqa: N818
    """What is sealed is not what was sealed, or the key is another one."""


class Found:
    """What the check has come upon."""

    def __init__(self) -> None:
        self.items = 0
        self.problems: list[str] = []
        self.more = 0

    def say(self, problem: str) -> None:
        if problem in self.problems[-50:]:
            return
        if len(self.problems) < SHOWN:
            self.problems.append(problem)
        else:
            self.more += 1

    def answer(self) -> dict[str, object]:
        rest = [f"There are {self.more} problems more."] if self.more else []
        return {"ok": not self.problems, "items": self.items, "problems": self.problems + rest}


# Sealing: SHAKE-256 as the keystream, then HMAC-SHA256 over all of it (encrypt, then authenticate).


def seal(key: bytes, name: str, data: bytes) -> bytes:
    """`data`, encrypted and bound to its name: 16 bytes of nonce, the hidden bytes, 32 of tag. `key` has 32 bytes."""
    nonce = os.urandom(16)
    hidden = _crossed(_derived(key, "encrypt"), nonce, data)
    return nonce + hidden + _tag(_derived(key, "authenticate"), name, nonce, hidden)


def unseal(key: bytes, name: str, sealed: bytes) -> bytes:
    """The bytes that were sealed under this name. Raises Changed."""
    nonce, hidden, tag = sealed[:16], sealed[16:-32], sealed[-32:]
    expected = _tag(_derived(key, "authenticate"), name, nonce, hidden)
    if len(sealed) < 48 or not hmac.compare_digest(tag, expected):
        raise Changed(name)
    return _crossed(_derived(key, "encrypt"), nonce, hidden)


def _derived(key: bytes, use: str) -> bytes:
    return hmac.new(key, f"{FORMAT}: {use}".encode(), "sha256").digest()


def _tag(key: bytes, name: str, nonce: bytes, hidden: bytes) -> bytes:
    head = name.encode()
    mac = hmac.new(key, len(head).to_bytes(8, "big") + len(hidden).to_bytes(8, "big") + head + nonce, "sha256")
    mac.update(hidden)
    return mac.digest()


def _crossed(key: bytes, nonce: bytes, data: bytes) -> bytes:
    """Hide, or show again: each block XOR its own stretch of the keystream."""
    done = []
    for count, start in enumerate(range(0, len(data), BLOCK)):
        part = data[start : start + BLOCK]
        stream = hashlib.shake_256(key + nonce + count.to_bytes(8, "big")).digest(len(part))
        done.append((int.from_bytes(part, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(part), "big"))
    return b"".join(done)


def read_key(path: str) -> bytes:
    """The key in a key file. Raises CannotError."""
    try:
        with open(path, "rb") as file:
            words = file.read(10_000).decode("utf-8-sig", "replace")
    except OSError as error:
        raise CannotError(f"The key file {shown(path)} cannot be opened ({error.strerror}). Check its name.") from None
    for line in words.splitlines():
        if KEY.fullmatch(line.replace("-", "").replace(" ", "").strip().lower()):
            return bytes.fromhex(line.replace("-", "").replace(" ", "").strip())
    raise CannotError(f"There is no key in {shown(path)}. It is the file that was handed over apart from the bundle.")


# The zip: written by us byte for byte in one way, so that every byte of it can be checked.


def zip_head(name: str, crc: int, size: int) -> bytes:
    """What stands before a file in the zip."""
    said = name.encode()
    return struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 33, crc, size, size, len(said), 0) + said


def zip_listing(name: str, crc: int, size: int, at: int) -> bytes:
    """What stands for a file in the zip's directory; `at` is where its head begins."""
    said = name.encode()
    fields = (20, 20, 0, 0, 0, 33, crc, size, size, len(said), 0, 0, 0, 0, 0, at)
    return struct.pack("<4s6H3L5H2L", b"PK\1\2", *fields) + said


def zip_end(count: int, size: int, at: int) -> bytes:
    return struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, at, len(MADE)) + MADE


def _as_made(path: str, infos: list[zipfile.ZipInfo]) -> bool:
    """Whether the zip is, byte for byte, what we would write for these files; or another program wrote it anew."""
    with open(path, "rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 22))
        end = file.read()
        if end[:4] == b"PK\5\6" and end[-2:] == b"\0\0":
            return True
        file.seek(0)
        listing = b""
        for info in infos:
            at = file.tell()
            head = zip_head(info.filename, info.CRC, info.file_size)
            if file.read(len(head)) != head:
                return False
            file.seek(info.file_size, os.SEEK_CUR)
            listing += zip_listing(info.filename, info.CRC, info.file_size, at)
        rest = listing + zip_end(len(infos), len(listing), file.tell())
        return file.read(len(rest) + 1) == rest


class Zipped:
    """A bundle as a zip. Nothing is ever unpacked to disk, and only names that a bundle has are read."""

    def __init__(self, path: str, found: Found) -> None:
        self.sizes: dict[str, int] = {}
        self.infos: dict[str, zipfile.ZipInfo] = {}
        try:
            self.zip = zipfile.ZipFile(path)
            infos = self.zip.infolist()
            if not _as_made(path, infos):
                found.say("The zip is not as it was made: what lies around its files has been changed.")
        except DAMAGED:
            found.say("The zip cannot be read: it is damaged, cut off, or was never a zip.")
            return
        if sum(info.file_size for info in infos) > os.path.getsize(path) + (1 << 20):
            found.say(
                "The zip would unpack to far more than it holds. It was not made by Schoolgate, and was not read."
            )
            return
        inner = _folder_around([info.filename for info in infos])
        for info in infos:
            name = info.filename[len(inner) :]
            if info.filename == inner or name == "sealed/":
                continue
            if stat.S_ISLNK(info.external_attr >> 16) or not OUTSIDE_NAME.fullmatch(name):
                found.say(f"{shown(info.filename)} has been added: it is no part of a bundle.")
            elif name in self.infos:
                found.say(f"{name} stands in the zip twice.")
            else:
                self.infos[name], self.sizes[name] = info, info.file_size

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None for one that cannot be read."""
        try:
            return self.zip.read(self.infos[name])
        except DAMAGED:
            return None


def _folder_around(names: list[str]) -> str:
    """The one folder that everything lies in, where somebody packed the unpacked folder again; '' for none."""
    tops = {name.split("/")[0] for name in names}
    top = f"{tops.pop()}/" if len(tops) == 1 else ""
    return top if f"{top}{SEALS}" in names or f"{top}{INDEX}" in names else ""


class Folder:
    """A bundle that was unpacked, or a bag that was opened. Links are not followed."""

    def __init__(self, path: str, allowed: re.Pattern[str], found: Found) -> None:
        self.path = path
        self.sizes: dict[str, int] = {}
        waiting = [""]
        while waiting:
            inner = waiting.pop()
            for entry in sorted(os.scandir(os.path.join(path, inner)), key=lambda entry: entry.name):
                name = inner + entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(name + "/")
                elif not entry.is_file(follow_symlinks=False) or not allowed.fullmatch(name):
                    found.say(f"{shown(name)} has been added: it is no part of what was made.")
                else:
                    self.sizes[name] = entry.stat(follow_symlinks=False).st_size

    def read(self, name: str) -> bytes | None:
        try:
            with open(os.path.join(self.path, name), "rb") as file:
                return file.read()
        except OSError:
            return None


# The outside: the sealed files under their opaque names.


def seals_text(hashes: dict[str, str]) -> str:
    """The list of everything outside with its SHA-256, as `sha256sum -c` reads it."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes))


def _check_outside(parts: Zipped | Folder, found: Found, known: dict[str, str]) -> None:
    """Hold seals.txt against the files. `known` are the hashes of those that the key has shown to be as made: where
    the two disagree, it is the list that was changed."""
    raw = parts.read(SEALS) if SEALS in parts.sizes else None
    if raw is None:
        found.say(f"{SEALS} is missing." if SEALS not in parts.sizes else f"{SEALS} has been changed.")
        return
    listed = _listed(raw, SEALS, found)
    if raw != seals_text(listed).encode():
        found.say(f"{SEALS} has been changed.")
    for name in sorted(set(listed) | set(parts.sizes) - {SEALS}):
        if name not in listed:
            found.say(f"{SEALS} has been changed." if name in known else f"{name} has been added.")
        elif name not in parts.sizes:
            found.say(f"{shown(name)} is missing.")
        elif name in known:
            if known[name] != listed[name]:
                found.say(f"{SEALS} has been changed.")
        elif not known:
            data = parts.read(name)
            if data is None or _sha256(data) != listed[name]:
                found.say(f"{name} is not what {SEALS} says: one of the two has been changed.")


def _read_index(parts: Zipped | Folder, key: bytes, found: Found) -> dict[str, object] | None:
    """What the sealed files hold. None, and a problem, where the index does not open."""
    raw = parts.read(INDEX) if INDEX in parts.sizes else None
    if INDEX not in parts.sizes:
        found.say(f"{INDEX} is missing. Without it nothing else inside can be looked at.")
        return None
    try:
        index = json.loads(unseal(key, INDEX, raw or b""))
        if index["format"] != FORMAT or not all(INSIDE_NAME.fullmatch(one["name"]) for one in index["files"]):
            raise ValueError
    except Changed:
        seals = _listed(parts.read(SEALS) or b"", SEALS, Found()) if SEALS in parts.sizes else {}
        if raw is not None and seals.get(INDEX) == _sha256(raw):
            found.say("The key does not open this bundle: it is the key of another one. The inside was not looked at.")
        else:
            found.say(f"{INDEX} has been changed, or the key is another one. The inside was not looked at.")
        return None
    except (ValueError, KeyError, TypeError, RecursionError):
        found.say(f"{INDEX} is no index that this verifier can read. Look for a newer one.")
        return None
    assert isinstance(index, dict)
    return index


class Bag:
    """What is known of the inside: each file's SHA-256, the text of those that are read, and what is named already."""

    def __init__(self) -> None:
        self.hashes: dict[str, str] = {}
        self.texts: dict[str, bytes] = {}
        self.broken: set[str] = set()

    def add(self, name: str, data: bytes) -> None:
        self.hashes[name] = _sha256(data)
        if not name.startswith(EVIDENCE) and name.endswith((".txt", ".json", ".jsonl")):
            self.texts[name] = data


def _check_sealed(parts: Zipped | Folder, key: bytes, found: Found, open_to: str | None) -> None:
    """Open every sealed file, and check what is in them as a bag."""
    index = _read_index(parts, key, found)
    if index is None:
        _check_outside(parts, found, {})
        return
    bag, known = Bag(), {}
    outside = index["outside"]
    assert isinstance(outside, dict)
    for name in (READ_ME, VERIFIER):
        data = parts.read(name) if name in parts.sizes else None
        if name not in parts.sizes:
            found.say(f"{name} is missing.")
        elif data is None or _sha256(data) != outside.get(name):
            found.say(f"{name} has been changed.")
        else:
            known[name] = _sha256(data)
    known[INDEX] = _sha256(parts.read(INDEX) or b"")
    files = index["files"]
    assert isinstance(files, list)
    for one in files:
        name, sealed_as = one["name"], f"sealed/{one['seal']}"
        raw = parts.read(sealed_as) if sealed_as in parts.sizes else None
        try:
            data = unseal(key, sealed_as, raw or b"")
        except Changed:
            gone = sealed_as not in parts.sizes
            found.say(f"{name} ({sealed_as}) {'is missing' if gone else 'has been changed'}.")
            bag.broken.add(name)
            continue
        if _sha256(data) != one["sha256"]:
            found.say(f"{name} ({sealed_as}) has been changed.")
            bag.broken.add(name)
            continue
        known[sealed_as] = _sha256(raw or b"")
        bag.add(name, data)
        if open_to is not None:
            _write(open_to, name, data)
    for name in sorted(
        set(parts.sizes) - {f"sealed/{one['seal']}" for one in files} - {READ_ME, VERIFIER, SEALS, INDEX}
    ):
        found.say(f"{name} has been added.")
        known[name] = ""
    named = {f"sealed/{one['seal']}" for one in files if one["name"] in bag.broken}
    _check_seals(parts, found, known, named)
    _check_bag(bag, found)
