"""Whether a PDF does something when it is opened: scripts and attachments, however they are written."""

from __future__ import annotations

import re
import zlib
from itertools import pairwise

HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
# "/JS" alone is not looked for: it stands in every other scan by chance, and an action with it has a longer name too.
ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|XFA|Rendition|RichMedia|ImportData|GoToE)\b")
STREAM = re.compile(rb"(end)?stream\s*")
PACKED = b"/ObjStm"
OTHERWISE = re.compile(rb"/(DecodeParms|DP|ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|Crypt)\b")
MOST = 20_000
"""Object streams that are read: a writer puts a hundred objects or so into each."""
UNPACKED = 20 * 1024 * 1024
"""Bytes that its object streams may hold together."""


def does_something(data: bytes) -> bool:
    """Whether it does, or nobody can tell since its objects are packed in a way that is not read here."""
    plain = _plain(data)
    if ACTIVE.search(plain):
        return True
    packed = plain.count(PACKED)
    return packed > MOST or (packed > 0 and _packed_does(data, packed))


def _packed_does(data: bytes, packed: int) -> bool:
    """Object streams (ISO 32000-2, 7.5.7) hold objects that stand nowhere else: each has to be read."""
    before, left, read = 0, UNPACKED, 0
    for begins, ends in pairwise(STREAM.finditer(data)):
        if begins[1]:
            continue
        said = _plain(data[before : begins.start()])
        before = begins.end()
        if PACKED not in said:
            continue
        inside = _inflated(data[before : ends.start()], left) if ends[1] else None
        if inside is None or OTHERWISE.search(said) or ACTIVE.search(_plain(inside)):
            return True
        left -= len(inside)
        read += 1
    # One whose kind is written elsewhere was passed over.
    return read < packed


def _inflated(data: bytes, most: int) -> bytes | None:
    """All of it, or None where it is not Flate alone, is cut short, or holds more than `most` bytes."""
    opened = zlib.decompressobj()
    try:
        inside = opened.decompress(data, most + 1)
    except zlib.error:
        return None
    return inside if opened.eof and len(inside) <= most else None


def _plain(data: bytes) -> bytes:
    """With the letters of its names that are written by their number (#61 for a)."""
    return HEX.sub(lambda found: bytes([int(found[1], 16)]), data)
