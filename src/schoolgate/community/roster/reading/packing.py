"""The files of a set, from a zip or a folder, opened with care: nothing larger than a school's, nothing locked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, TextIO

from schoolgate.community.roster.reading.problems import UnreadableError

MEGABYTE = 1024 * 1024
LARGEST = 50 * MEGABYTE
"""Bytes of a file as it comes. A hundred thousand people take about ten megabytes zipped."""
UNPACKED = 300 * MEGABYTE
"""Bytes of all tables of a set, unpacked."""
MOST_FILES = 1000
LONGEST_LINE = MEGABYTE


def lines(text: TextIO) -> Iterator[str]:
    """A table line by line. One that is longer than any row comes in pieces: as rows they are wrong, but not large."""
    return iter(partial(text.readline, LONGEST_LINE), "")


class Package:
    """The tables of a set by name. Where they all stand in one folder of the zip, that is looked into."""

    def __init__(self, source: bytes | Path, name: str) -> None:
        """Raises UnreadableError for what is no zip, damaged, locked, or too big."""
        self.name = name
        self._folder = source if isinstance(source, Path) and source.is_dir() else None
        self._zip: zipfile.ZipFile | None = None
        self._paths = self._from_folder() if self._folder else self._from_zip(source)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._paths)

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """One table, as bytes. Raises UnreadableError where the zip turns out to be damaged there."""
        path = self._paths[name]
        try:
            if self._folder:
                with (self._folder / path).open("rb") as file:
                    yield file
            elif self._zip:
                with self._zip.open(path) as packed:
                    yield io.BufferedReader(packed, 1 << 16)  # type: ignore[type-var]
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as wrong:
            raise UnreadableError(name, "not_a_zip", DAMAGED) from wrong

    def _from_folder(self) -> dict[str, str]:
        assert self._folder
        found = {path.name: path for path in self._folder.iterdir() if path.suffix == ".csv" and path.is_file()}
        if sum(path.stat().st_size for path in found.values()) > UNPACKED:
            raise UnreadableError(self.name, "too_big", TOO_BIG)
        return {name: path.name for name, path in found.items()}

    def _from_zip(self, source: bytes | Path) -> dict[str, str]:
        size = source.stat().st_size if isinstance(source, Path) else len(source)
        if size > LARGEST:
            raise UnreadableError(self.name, "too_big", TOO_BIG)
        try:
            self._zip = zipfile.ZipFile(source if isinstance(source, Path) else io.BytesIO(source))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as wrong:
            raise UnreadableError(self.name, "not_a_zip", NOT_A_ZIP) from wrong
        listed = self._zip.infolist()
        tables = [one for one in listed if one.filename.endswith(".csv") and "__MACOSX/" not in one.filename]
        if len(listed) > MOST_FILES or sum(one.file_size for one in tables) > UNPACKED:
            raise UnreadableError(self.name, "too_big", TOO_BIG)
        if any(one.flag_bits & 1 for one in tables):
            raise UnreadableError(self.name, "locked", LOCKED)
        paths = {PurePosixPath(one.filename).name: one.filename for one in tables}
        if len(paths) < len(tables) or len({PurePosixPath(path).parent for path in paths.values()}) > 1:
            raise UnreadableError(self.name, "several_sets", SEVERAL)
        return paths


TOO_BIG = (
    "This file is larger than a school's roster should be (50 MB, or 300 MB unpacked), so we did not open it. "
    "Export your school's people alone and try again."
)
NOT_A_ZIP = "This is not a zip file, or it is damaged. Export it again and send the zip as it comes."
DAMAGED = "This table cannot be unpacked: the zip file is damaged. Export it again."
LOCKED = "This zip file is locked with a password. Export it again without one."
SEVERAL = "This zip file holds more than one set of tables. Send one set at a time."
