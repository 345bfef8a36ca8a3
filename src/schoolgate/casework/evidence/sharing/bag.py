"""Make a bundle: a bag (RFC 8493), each of its files sealed by itself, in one zip that brings its own verifier.

Pure: values in, bytes out. No file ever lies open on the disk, which is why the lists of the bag are written here and
not by a library that makes bags in place.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import BinaryIO, NamedTuple

from schoolgate.casework.evidence.sharing import verify
from schoolgate.record.chain import GENESIS, Json, canonical, sha256

README = """\
A BUNDLE OF EVIDENCE, SEALED
============================

Reference: {reference}

This was handed to you by a school, for you and nobody else. What is inside is encrypted. The key is a small text file
that you were given apart from this bundle: keep the two apart.

To check that nothing in it was changed, added, left out or moved, and to open it:

  1. You need Python 3.8 or later. It is on most Linux and Mac computers, and free from python.org for Windows.
     Nothing else is needed, and nothing is sent anywhere.
  2. Unpack verify.py from this zip, and put it beside the zip and the key file.
  3. Type:  python3 verify.py {file} --key {key} --open opened
     (on Windows: py verify.py ...)

It says "All is well", or names what is wrong. What was whole lies in the folder "opened" then:

  data/chronology.pdf    everything in order, to read and print
  data/evidence/         each piece of evidence, byte for byte as it came
  data/*.jsonl           the same records for a program, each line with the hash of the one before

A file whose name ends in .bin could do harm when it is opened. It is kept as it came. Look at it only on a computer
that is made for that.

If a person could have changed this zip on its way, they could have changed verify.py in it too. The school can tell you
the SHA-256 of the whole zip, and anybody can take verify.py from another copy of Schoolgate.

When you have what you need, delete what you opened, as the law on personal data asks.
"""


class Made(NamedTuple):
    """The zip's SHA-256 in hexadecimal, and its size in bytes."""

    sha256: str
    size: int


class Record(NamedTuple):
    """Rows as a file of JSON lines, how many they are, and the hash of the last."""

    text: bytes
    lines: int
    last: str


def chained(rows: Iterable[Mapping[str, Json]]) -> Record:
    """Number rows from 1, and give each the hash of the one before and its own."""
    lines, last = [], GENESIS
    for number, row in enumerate(rows, 1):
        says: dict[str, Json] = {**row, "number": number, "previous": last}
        last = sha256(canonical(says))
        lines.append(canonical({**says, "hash": last}))
    return _record(lines, last)


def as_it_stands(rows: Iterable[Mapping[str, Json]]) -> Record:
    """Rows that are numbered and carry their hash already."""
    lines, last = [], GENESIS
    for row in rows:
        last = str(row["hash"])
        lines.append(canonical(dict(row)))
    return _record(lines, last)


def left_out(number: int, hash_: str) -> dict[str, Json]:
    """What stands in a chronology for a line that is not shared: its hash, so that the chain still holds."""
    return {"number": number, "hash": hash_, "left_out": True}


def safe_name(number: int, name: str, *, inert: bool = False) -> str:
    """A name that any computer takes, begins with the item's number and can do nothing: "0003-photo.png"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem, dot, ending = plain.rpartition(".")
    stem = re.sub(r"[^A-Za-z0-9]+", "-", stem if dot else plain).strip("-")[:50]
    ending = re.sub(r"[^A-Za-z0-9]+", "", ending if dot else "")[:10].lower()
    safe = f"{number:04}-{stem or 'item'}" + (f".{ending}" if ending else "")
    return f"{safe}.bin" if inert else safe


def key_file(reference: str, key: bytes) -> str:
    """The key as a text file: in groups, so that it can be read out."""
    digits = key.hex()
    groups = "-".join(digits[at : at + 8] for at in range(0, 64, 8))
    return f"The key of the bundle {reference}. Keep it apart from the bundle.\n\n{groups}\n"


def make(
    to: BinaryIO, *, reference: str, key: bytes, inside: Iterable[tuple[str, bytes]], records: Mapping[str, Record]
) -> Made:
    """Write a bundle to an empty file.

    `inside` gives the files of the bag by their names under data/, one at a time; `records` are the chronology, the
    custody record and the list of items. `key` has 32 bytes and belongs to this bundle alone.
    """
    zipped = _Zip(to)
    hidden: dict[str, str] = {}
    seals: dict[str, str] = {}

    def add(name: str, data: bytes) -> None:
        zipped.add(name, data)
        seals[name] = _sha256(data)

    for name, data in _bag(reference, inside, records):
        opaque = f"sealed/{len(hidden) + 1:04}"
        add(opaque, verify.seal(key, opaque, data))
        hidden[name] = opaque
    read_me = README.format(reference=reference, file=f"{reference}.zip", key=f"{reference}-key.txt")
    outside = {verify.READ_ME: read_me.encode(), verify.VERIFIER: verifier()}
    hashes = {name: _sha256(data) for name, data in outside.items()}
    index = {"format": verify.FORMAT, "reference": reference, "inside": hidden, "outside": hashes}
    add(verify.INDEX, verify.seal(key, verify.INDEX, json.dumps(index, sort_keys=True).encode()))
    for name, data in outside.items():
        add(name, data)
    zipped.add(verify.SEALS, verify.seals_text(seals).encode())
    return zipped.end()


def verifier() -> bytes:
    """The verifier, byte for byte."""
    return files("schoolgate.casework.evidence.sharing").joinpath("verify.py").read_bytes()


def _bag(
    reference: str, inside: Iterable[tuple[str, bytes]], records: Mapping[str, Record]
) -> Iterator[tuple[str, bytes]]:
    """Every file of the bag with its name, the lists of the others last."""
    payload: dict[str, str] = {}
    size = 0

    def everything() -> Iterator[tuple[str, bytes]]:
        for name, data in inside:
            yield f"data/{name}", data
        lengths = {name: {"lines": record.lines, "last": record.last} for name, record in records.items()}
        for name, record in records.items():
            yield f"data/{name}.jsonl", record.text
        yield verify.CASE, json.dumps({"reference": reference, **lengths}, sort_keys=True).encode()

    for name, data in everything():
        if not verify.INSIDE_NAME.fullmatch(name) or name in payload:
            raise ValueError(f"A bag cannot hold two files of one name, or a file called {name!r}.")
        payload[name] = _sha256(data)
        size += len(data)
        yield name, data
    tags = {
        "bagit.txt": verify.BAGIT,
        "bag-info.txt": f"External-Identifier: {reference}\nPayload-Oxum: {size}.{len(payload)}\n".encode(),
        "manifest-sha256.txt": verify.seals_text(payload).encode(),
    }
    yield from tags.items()
    yield verify.TAG_MANIFEST, verify.seals_text({name: _sha256(data) for name, data in tags.items()}).encode()


class _Zip:
    """A zip of files that are stored as they are, written in one way only, so that the verifier knows every byte."""

    def __init__(self, to: BinaryIO) -> None:
        self.to, self.listing, self.count, self.at = to, b"", 0, 0
        self.digest = hashlib.sha256()

    def add(self, name: str, data: bytes) -> None:
        crc = zlib.crc32(data)
        self.listing += verify.zip_listing(name, crc, len(data), self.at)
        self.count += 1
        self._write(verify.zip_head(name, crc, len(data)) + data)

    def end(self) -> Made:
        self._write(self.listing + verify.zip_end(self.count, len(self.listing), self.at))
        return Made(self.digest.hexdigest(), self.at)

    def _write(self, data: bytes) -> None:
        self.to.write(data)
        self.digest.update(data)
        self.at += len(data)


def _record(lines: list[str], last: str) -> Record:
    return Record("".join(f"{line}\n" for line in lines).encode(), len(lines), last)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
