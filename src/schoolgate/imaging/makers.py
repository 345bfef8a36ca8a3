"""A camera's serial number in its maker's own note, where that is plain to read.

Where each maker keeps it is as exiftool's tables of tag names have it (version 12.57; checked 2026-11-21).
"""

from __future__ import annotations

import struct

SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
"""Bytes of one value of each type (TIFF 6.0, page 15)."""
MOST_TAGS = 1_000


def makers_serial(make: str, note: bytes, order: str) -> str:
    """The serial number in a note, or ''. `order` is that of the EXIF block around it: < or >."""
    try:
        if make.lower().startswith("canon"):
            return f"{_number(_tag(note, 0, order, 0x000C), 0, order):010d}"
        if make.lower().startswith("nikon") and note.startswith(b"Nikon\0\x02"):
            inner = note[10:]
            order = "<" if inner.startswith(b"II") else ">"
            return _plain(_tag(inner, _number(inner, 4, order), order, 0x001D))
        if note.startswith(b"FUJIFILM"):
            return _plain(_tag(note, _number(note, 8, "<"), "<", 0x0010))
    except struct.error:
        pass
    return ""


def _tag(data: bytes, at: int, order: str, wanted: int) -> bytes:
    """The bytes of one tag of the table that stands there. Raises struct.error where it is not."""
    (count,) = struct.unpack_from(order + "H", data, at)
    for each in range(min(count, MOST_TAGS)):
        place = at + 2 + 12 * each
        tag, kind, many = struct.unpack_from(order + "HHI", data, place)
        if tag == wanted:
            size = SIZES.get(kind, 0) * many
            begin = place + 8 if size <= 4 else _number(data, place + 8, order)
            return data[begin : begin + size]
    raise struct.error


def _number(data: bytes, at: int, order: str) -> int:
    return int(struct.unpack_from(order + "I", data, at)[0])


def _plain(value: bytes) -> str:
    return value.split(b"\0")[0].decode("utf-8", "replace").strip()
