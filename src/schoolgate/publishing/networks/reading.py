"""Media that is given in parts, read as a file: whole films never stand in memory."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator

from schoolgate.publishing.networks.network import Media


class Reader(io.RawIOBase):
    """A file of `media.size` bytes. It can be read again from its beginning, and its end be found; no more."""

    def __init__(self, media: Media) -> None:
        super().__init__()
        self._media = media
        self._parts: Iterator[bytes] = iter(media.parts())
        self._left = b""
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        into = memoryview(buffer)  # type: ignore[arg-type]
        while not self._left:
            found = next(self._parts, None)
            if found is None:
                return 0
            self._left = found
        part, self._left = self._left[: len(into)], self._left[len(into) :]
        into[: len(part)] = part
        self._at += len(part)
        return len(part)

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if offset == 0 and whence == io.SEEK_SET:
            self._parts, self._left, self._at = iter(self._media.parts()), b"", 0
        elif offset == 0 and whence == io.SEEK_END:
            self._parts, self._left, self._at = iter(()), b"", self._media.size
        elif whence != io.SEEK_SET or offset != self._at:
            raise io.UnsupportedOperation("only to the beginning or the end")
        return self._at


def pieces(media: Media, size: int, start: int = 0) -> Iterator[bytes]:
    """Its bytes from `start` on, `size` at a time; the last piece may be smaller."""
    left, skip = bytearray(), start
    for part in media.parts():
        left += part[skip:]
        skip = max(skip - len(part), 0)
        while len(left) >= size:
            yield bytes(left[:size])
            del left[:size]
    if left:
        yield bytes(left)


def md5(media: Media) -> str:
    """What a network asks for to see that a file arrived whole; it proves nothing else."""
    made = hashlib.md5(usedforsecurity=False)
    for part in media.parts():
        made.update(part)
    return made.hexdigest()
