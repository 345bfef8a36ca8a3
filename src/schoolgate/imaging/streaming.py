"""Put the index of an MP4 before its pictures, so that a browser can show the film while it still comes."""

from __future__ import annotations

import struct
from collections.abc import Iterator

HOLDING = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}
"""Boxes that hold boxes, down to those that say where pictures stand (ISO/IEC 14496-12, 8.7.5)."""


def index_first(data: bytes) -> bytes:
    """An MP4 as it was made here, with its index (`moov`) before what it points to."""
    boxes = {kind: (begin, end) for kind, begin, end in _boxes(data, 0, len(data))}
    (begin, end), (mdat, _) = boxes[b"moov"], boxes[b"mdat"]
    if begin < mdat:
        return data
    index = bytearray(data[begin:end])
    _shift(index, 0, len(index), len(index))
    return data[:mdat] + bytes(index) + data[mdat:begin] + data[end:]


def _shift(index: bytearray, begin: int, end: int, by: int) -> None:
    for kind, at, until in _boxes(index, begin, end):
        if kind in HOLDING:
            _shift(index, at + 8, until, by)
        elif kind in (b"stco", b"co64"):
            form = ">I" if kind == b"stco" else ">Q"
            (count,) = struct.unpack_from(">I", index, at + 12)
            for place in range(at + 16, at + 16 + count * struct.calcsize(form), struct.calcsize(form)):
                struct.pack_into(form, index, place, struct.unpack_from(form, index, place)[0] + by)


def _boxes(data: bytes | bytearray, begin: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Each box there: its kind, and where it begins and ends."""
    while begin + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, begin)
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, begin + 8)
        yield kind, begin, begin + size
        begin += size or end
