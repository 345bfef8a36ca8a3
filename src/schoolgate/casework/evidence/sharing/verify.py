#!/usr/bin/env python3
"""Check a bundle of evidence: that nothing in it was changed, added, left out or put in another place.

    python3 verify.py BUNDLE [--key FILE] [--open FOLDER] [--json]

BUNDLE is the zip as it came, the folder that it was unpacked to, or a bag that --open made. The key comes apart from
the bundle. Without it only the outside can be checked, and that is never enough to say that all is well.
Needs Python 3.8 or later and nothing else. 0: all was checked and is well; 1: it is not; 2: it could not be checked.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import os
import re
import stat
import struct
import sys
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Row = dict[str, object]

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
        if len(self.problems) >= SHOWN:
            self.more += 1
        elif problem not in self.problems[-50:]:
            self.problems.append(problem)

    def answer(self) -> Row:
        rest = [f"There are {self.more} problems more."] if self.more else []
        return {"ok": not self.problems, "items": self.items, "problems": self.problems + rest}


def seal(key: bytes, name: str, data: bytes) -> bytes:
    """`data`, encrypted and bound to its name: 16 bytes of nonce, the hidden bytes, 32 of tag. `key` has 32 bytes.

    SHAKE-256 is the keystream; then HMAC-SHA256 over all of it (encrypt, then authenticate).
    """
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
        digits = line.replace("-", "").replace(" ", "").strip()
        if KEY.fullmatch(digits.lower()):
            return bytes.fromhex(digits)
    raise CannotError(f"There is no key in {shown(path)}. It is the file that was handed over apart from the bundle.")


def zip_head(name: str, crc: int, size: int) -> bytes:
    """What stands before a file in the zip. We write it in one way only, so that every byte can be checked."""
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
        self.names: dict[str, zipfile.ZipInfo] = {}
        try:
            self.zip = zipfile.ZipFile(path)
            infos = self.zip.infolist()
            if not _as_made(path, infos):
                found.say("The zip is not as it was made: what lies around its files has been changed.")
        except Exception:  # whatever a hostile file makes of Python's own reader
            found.say("The zip cannot be read: it is damaged, cut off, or was never a zip.")
            return
        if sum(info.file_size for info in infos) > os.path.getsize(path) + (1 << 20):
            found.say("The zip would unpack to far more than it holds: it was not made by Schoolgate, and not read.")
            return
        inner = _folder_around([info.filename for info in infos])
        for info in infos:
            name = info.filename[len(inner) :]
            if info.filename == inner or name == "sealed/":
                continue
            if stat.S_ISLNK(info.external_attr >> 16) or not OUTSIDE_NAME.fullmatch(name):
                found.say(f"{shown(info.filename)} has been added: it is no part of a bundle.")
            elif name in self.names:
                found.say(f"{name} stands in the zip twice.")
            else:
                self.names[name] = info

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None for one that is not there, or cannot be read."""
        try:
            return self.zip.read(self.names[name])
        except Exception:  # the same
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
        self.names: set[str] = set()
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
                    self.names.add(name)

    def read(self, name: str) -> bytes | None:
        if name not in self.names:
            return None
        with open(os.path.join(self.path, name), "rb") as file:
            return file.read()


def seals_text(hashes: dict[str, str]) -> str:
    """The list of everything outside with its SHA-256, as `sha256sum -c` reads it."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes))


def _listed(raw: bytes) -> dict[str, str]:
    """The names and hashes of such a list, as far as its lines can be read."""
    lines = (LISTED.fullmatch(line) for line in raw.decode("utf-8", "replace").split("\n"))
    return {line[2]: line[1] for line in lines if line}


def _wrong(parts: Zipped | Folder, name: str) -> str:
    return "has been changed" if name in parts.names else "is missing"


def _check_outside(parts: Zipped | Folder, found: Found) -> None:
    """What can be checked without the key: every file against the list beside them."""
    raw = parts.read(SEALS)
    if raw is None:
        found.say(f"{SEALS} {_wrong(parts, SEALS)}.")
        return
    listed = _listed(raw)
    if raw != seals_text(listed).encode():
        found.say(f"{SEALS} has been changed.")
    for name in sorted(set(listed) | set(parts.names) - {SEALS}):
        if name not in listed:
            found.say(f"{name} is not in {SEALS}: it has been added, or the list has been changed.")
        elif name not in parts.names:
            found.say(f"{shown(name)} is missing.")
        else:
            data = parts.read(name)
            if data is None or _sha256(data) != listed[name]:
                found.say(f"{name} is not what {SEALS} says: one of the two has been changed.")


class Bag:
    """What is known of the inside: each file's SHA-256 and size, the text of those that are read, and what is already
    named as changed or missing."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, int]] = {}
        self.texts: dict[str, bytes] = {}
        self.broken: set[str] = set()

    def add(self, name: str, data: bytes) -> None:
        self.files[name] = (_sha256(data), len(data))
        if not name.startswith(EVIDENCE) and name.endswith((".txt", ".json", ".jsonl")):
            self.texts[name] = data


def _check_sealed(parts: Zipped | Folder, key: bytes, found: Found, open_to: str | None) -> None:
    """Open every sealed file, and check what is in them as a bag."""
    index = _index(parts, key, found)
    if index is None:
        _check_outside(parts, found)
        return
    known = {INDEX: _sha256(parts.read(INDEX) or b"")}
    unsure = set()
    for name, expected in index["outside"].items():
        if _sha256(parts.read(name) or b"") == expected:
            known[name] = expected
        else:
            found.say(f"{name} {_wrong(parts, name)}.")
            unsure.add(name)
    bag = Bag()
    for name, sealed_as in index["inside"].items():
        raw = parts.read(sealed_as) or b""
        try:
            data = unseal(key, sealed_as, raw)
        except Changed:
            found.say(f"{name} ({sealed_as}) {_wrong(parts, sealed_as)}.")
            bag.broken.add(name)
            unsure.add(sealed_as)
        else:
            known[sealed_as] = _sha256(raw)
            bag.add(name, data)
            if open_to is not None:
                _write(open_to, name, data)
    for name in sorted(set(parts.names) - set(known) - unsure - {SEALS}):
        found.say(f"{name} has been added.")
    seals = parts.read(SEALS) or b""
    listed = _listed(seals)
    if seals != seals_text({**{name: listed.get(name, "") for name in unsure}, **known}).encode():
        found.say(f"{SEALS} {_wrong(parts, SEALS)}.")
    _check_bag(bag, found)


def _index(parts: Zipped | Folder, key: bytes, found: Found) -> dict[str, dict[str, str]] | None:
    """What the sealed files hold: `outside` name to SHA-256, `inside` name to opaque name. None, and a problem, where
    it does not open."""
    if INDEX not in parts.names:
        found.say(f"{INDEX} is missing. Without it the inside cannot be looked at.")
        return None
    raw = parts.read(INDEX) or b""
    try:
        index = json.loads(unseal(key, INDEX, raw))
        inside, outside = index["inside"], index["outside"]
        fits = index["format"] == FORMAT and set(outside) == {READ_ME, VERIFIER}
        if not fits or not all(INSIDE_NAME.fullmatch(n) and OUTSIDE_NAME.fullmatch(s) for n, s in inside.items()):
            raise ValueError
    except Changed:
        whole = _listed(parts.read(SEALS) or b"").get(INDEX) == _sha256(raw)
        why = "The key is another bundle's" if whole else f"{INDEX} has been changed, or the key is another bundle's"
        found.say(f"{why}. The inside was not looked at.")
        return None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        found.say(f"{INDEX} is no index that this verifier can read. Look for a newer one.")
        return None
    return {"inside": inside, "outside": outside}


def _write(folder: str, name: str, data: bytes) -> None:
    path = os.path.join(folder, *name.split("/"))
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    with open(path, "xb") as file:
        file.write(data)


def _check_bag(bag: Bag, found: Found) -> None:
    if bag.texts.get("bagit.txt", BAGIT) != BAGIT:
        found.say("bagit.txt has been changed.")
    tags = _check_manifest(bag, TAG_MANIFEST, found)
    payload = _check_manifest(bag, "manifest-sha256.txt", found)
    for name in (*TAGS, TAG_MANIFEST, CASE, *(f"data/{record}.jsonl" for record in RECORDS)):
        if name not in bag.files and name not in bag.broken | tags | payload:
            found.say(f"{name} is missing.")
    for name in sorted(set(bag.files) - tags - payload - {TAG_MANIFEST}):
        if ("manifest-sha256.txt" if name.startswith("data/") else TAG_MANIFEST) in bag.texts:
            found.say(f"{name} is in no list of the bag: it has been added, or the list was changed.")
    case = _case(bag, found)
    rows = {
        record: check_lines(bag.texts[f"data/{record}.jsonl"], called, case.get(record), found)
        for record, called in RECORDS.items()
        if f"data/{record}.jsonl" in bag.texts
    }
    _check_items(bag, rows.get("items", []), rows.get("custody"), found)


def _check_manifest(bag: Bag, manifest: str, found: Found) -> set[str]:
    """Hold every file that a list of the bag names against it. The names."""
    if manifest not in bag.texts:
        return set()
    named = set()
    for number, line in enumerate(bag.texts[manifest].decode("utf-8", "replace").split("\n")[:-1], 1):
        said = LISTED.fullmatch(line)
        if not said or not INSIDE_NAME.fullmatch(said[2]) or said[2] in named:
            found.say(f"Line {number} of {manifest} cannot be read: it has been changed.")
            continue
        name = said[2]
        named.add(name)
        if name not in bag.files:
            if name not in bag.broken:
                found.say(f"{name} is missing.")
        elif bag.files[name][0] != said[1]:
            found.say(f"{name} has been changed: it is not what {manifest} says.")
    if not bag.texts[manifest].endswith(b"\n"):
        found.say(f"{manifest} has been cut off.")
    return named


def _case(bag: Bag, found: Found) -> dict[str, tuple[int, str]]:
    """For each record how many lines it has and the hash of its last, as the bag was made."""
    try:
        said = json.loads(bag.texts.get(CASE, b"{}"))
        made = {record: (said[record]["lines"], said[record]["last"]) for record in RECORDS}
        if all(type(lines) is int and type(last) is str for lines, last in made.values()):
            return made
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    if CASE in bag.texts:
        found.say(f"{CASE} has been changed: it does not say how long the records are.")
    return {}


def check_lines(raw: bytes, record: str, made: tuple[int, str] | None, found: Found) -> list[Row]:
    """Check a record of one JSON object a line, and say which lines are wrong. The rows that are as they were made.

    Each row has a `number` without gaps from 1, the hash of the row before as `previous`, and as `hash` the SHA-256 of
    all the rest of it as canonical JSON. A row that is `left_out` has only its number and its hash. `made` says how
    many lines there were and the hash of the last.
    """
    rows: list[Row] = []
    order: list[int] = []
    wrong = set()
    lines = raw.split(b"\n")
    if lines.pop():
        found.say(f"The {record} has been cut off in its last line.")
    for line in lines:
        number, row = _row(line)
        if row is None:
            # What it says of itself is not to be trusted, so it is named by where it stands.
            number = order[-1] + 1 if order else 1
            found.say(f"Line {number} of the {record} has been changed.")
            wrong.add(number)
        else:
            rows.append(row)
        order.append(number)
    _check_order(order, record, made[0] if made else None, found)
    _check_links(rows, wrong, record, made, found)
    return rows


def _row(line: bytes) -> tuple[int, Row | None]:
    """A line's number and what it says; None where its hash is not the hash of what it says."""
    try:
        row = json.loads(line)
        number, stored = row["number"], row["hash"]
        if type(number) is not int or type(stored) is not str or number < 1:
            return 0, None
        if "left_out" in row:
            return number, row if set(row) == {"number", "hash", "left_out"} and KEY.fullmatch(stored) else None
        # The line is canonical JSON with its own hash among the rest, so what was hashed is the line without it.
        said = line.replace(b'"hash":"%s",' % stored.encode(), b"", 1)
        return number, row if _sha256(said) == stored and "previous" in row else None
    except (ValueError, KeyError, TypeError, RecursionError, IndexError):
        return 0, None


def _check_order(order: list[int], record: str, lines: int | None, found: Found) -> None:
    """Say which lines are missing, added, doubled or in another place."""
    there, once = sorted(set(order)), list(dict.fromkeys(order))
    if len(once) < len(order):
        for number, times in Counter(order).items():
            if times > 1:
                found.say(f"Line {number} of the {record} stands there twice.")
    moved = [number for place, number in enumerate(once) if number != there[place]]
    if len(moved) == 2:
        found.say(f"Lines {min(moved)} and {max(moved)} of the {record} have changed places.")
    elif moved:
        found.say(f"Lines {min(moved)} to {max(moved)} of the {record} are not in their order.")
    last = 0
    for number in [*there, max([lines or 0, *there[-1:]]) + 1]:
        if number == last + 2:
            found.say(f"Line {last + 1} of the {record} is missing.")
        elif number > last + 1:
            found.say(f"Lines {last + 1} to {number - 1} of the {record} are missing.")
        last = number
    for number in there:
        if lines is not None and number > lines:
            found.say(f"Line {number} of the {record} has been added.")


def _check_links(rows: list[Row], wrong: set[int], record: str, made: tuple[int, str] | None, found: Found) -> None:
    """Say which lines do not follow on the ones before them."""
    hashes: dict[object, object] = {0: GENESIS}
    for row in rows:
        hashes.setdefault(row["number"], row["hash"])
    for row in rows:
        number = row["number"]
        assert isinstance(number, int)
        before = hashes.get(number - 1)
        if before is not None and number - 1 not in wrong and row.get("previous", before) != before:
            found.say(f"Line {number} of the {record} does not follow on line {number - 1}: one was replaced.")
    if made and made[0] not in wrong and hashes.get(made[0], made[1]) != made[1]:
        found.say(f"Line {made[0]} of the {record} is not the one that it ended with.")


def _check_items(bag: Bag, items: list[Row], custody: list[Row] | None, found: Found) -> None:
    """Hold each item against its bytes; somebody held it, and each line of custody is about one of them."""
    found.items = len(items)
    files = {str(item.get("file")): item for item in items}
    for name, item in files.items():
        if name not in bag.files and name not in bag.broken:
            found.say(f"{shown(name)} is missing.")
        elif name in bag.files and bag.files[name] != (item.get("sha256"), item.get("size")):
            found.say(f"{name} has been changed: it is not what the list of items says came in.")
    for name in sorted(bag.files):
        if name.startswith(EVIDENCE) and name not in files and "data/items.jsonl" in bag.texts:
            found.say(f"{name} is not in the list of items.")
    numbers = {str(item["number"]) for item in items}
    if custody is not None:
        for number in sorted(numbers - {str(row.get("item")) for row in custody}):
            found.say(f"The custody record does not say who held item {number}.")
        for row in custody:
            if str(row.get("item")) not in numbers:
                found.say(f"Line {row['number']} of the custody record speaks of an item that is not in the list.")


def verify(bundle: str, key: bytes | None = None, open_to: str | None = None) -> Row:
    """Check a bundle: {"ok": bool, "items": number, "problems": [sentence, …]}.

    `open_to` names an empty folder, or one to make, for what is inside: what is whole is written there as a bag.
    Raises CannotError where there is nothing to check, or nowhere to open it to.
    """
    found = Found()
    try:
        _verify(bundle, key, open_to, found)
    except OSError as error:
        raise CannotError(f"{shown(error.filename or bundle)} cannot be used ({error.strerror}).") from None
    return found.answer()


def _verify(bundle: str, key: bytes | None, open_to: str | None, found: Found) -> None:
    if open_to is not None and key is None:
        raise CannotError("To open it the key is needed. Give it with --key.")
    inside = set(os.listdir(bundle)) if os.path.isdir(bundle) else set()
    if os.path.isfile(bundle):
        with open(bundle, "rb"):
            parts: Zipped | Folder = Zipped(bundle, found)
    elif {SEALS, "sealed"} & inside:
        parts = Folder(bundle, OUTSIDE_NAME, found)
    elif {TAG_MANIFEST, "data", *TAGS} & inside:
        parts, bag = Folder(bundle, INSIDE_NAME, found), Bag()
        for name in parts.names:
            bag.add(name, parts.read(name) or b"")
        _check_bag(bag, found)
        return
    else:
        raise CannotError(
            f"There is no bundle at {shown(bundle)}. Name the zip, or the folder that it was unpacked to."
        )
    if open_to is not None:
        os.makedirs(open_to, mode=0o700, exist_ok=True)
        if os.listdir(open_to):
            raise CannotError(f"The folder {shown(open_to)} is not empty. Name a new one to open it to.")
    if not parts.names and found.problems:
        return
    if key is None:
        _check_outside(parts, found)
        found.say("The inside was not looked at, because there is no key. Give the key file with --key.")
    else:
        _check_sealed(parts, key, found, open_to)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def shown(name: object) -> str:
    """A name that somebody else wrote, safe to print."""
    return "".join(c if c.isprintable() else "?" for c in str(name)[:120])


def in_words(answer: Row) -> str:
    """The answer for people."""
    problems = answer["problems"]
    assert isinstance(problems, list)
    items = f"{answer['items']} {'item' if answer['items'] == 1 else 'items'} of evidence"
    if not problems:
        return f"All is well: {items}, and nothing has been changed, added, left out or moved."
    said = "\n".join(f"  - {problem}" for problem in problems)
    return f"All is not well: {items}, and {len(problems)} to look at.\n{said}"


def main(argv: list[str] | None = None) -> int:
    """The command. 0: all is well; 1: it is not; 2: it could not be checked."""
    asked = argparse.ArgumentParser(description="Check a bundle of evidence from Schoolgate.")
    asked.add_argument("bundle", help="the zip, the folder it was unpacked to, or a bag that --open made")
    asked.add_argument("--key", metavar="FILE", help="the key file, which was handed over apart from the bundle")
    asked.add_argument("--open", metavar="FOLDER", help="write what is inside to this new folder")
    asked.add_argument("--json", action="store_true", help="print one JSON document")
    args = asked.parse_args(argv)
    try:
        answer = verify(args.bundle, read_key(args.key) if args.key else None, args.open)
    except CannotError as error:
        print(error, file=sys.stderr)
        if args.json:
            print(json.dumps({"error": str(error)}))
        return 2
    words = json.dumps(answer) if args.json else in_words(answer)
    print(words.encode(sys.stdout.encoding or "ascii", "replace").decode(sys.stdout.encoding or "ascii"))
    return 0 if answer["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
