"""Whether a document of an office does something when it is opened, whatever its parts are called."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import IO
from xml.parsers import expat

UNPACKED = 20 * 1024 * 1024
"""Bytes that the parts which say what the others are may hold together."""
PIECE = 1 << 16
NAMED = re.compile(r"vbaproject|activex|embeddings|macrosheets|externallinks")
KIND = re.compile(
    r"vba|macro|activex|oleobject|/control$|/package$|externallink|afchunk|webextension|dialogsheet|connections",
    re.IGNORECASE,
)
"""Types of parts and of what leads to them: macros, controls, other files inside, and data from elsewhere."""
LINK = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/hyperlink",
}
"""Of all that leads out of a document, only a link waits until somebody follows it (ECMA-376 part 1, 22.8)."""
HEADS = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"MZ", b"{\\rt", b"%PDF")
"""How macros, old documents, archives, programs, RTF and PDF begin."""


class _ActsError(Exception):
    """Something was found, or what is there cannot be told."""


def does_something(archive: zipfile.ZipFile) -> bool:
    """Whether it does, or nobody can tell."""
    try:
        _look(archive)
    except (_ActsError, expat.ExpatError, zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, OSError, EOFError):
        return True
    return False


def _look(archive: zipfile.ZipFile) -> None:
    parts = [one for one in archive.infolist() if not one.is_dir()]
    names = [one.filename.lower() for one in parts]
    if len(set(names)) < len(names) or any(NAMED.search(name) for name in names):
        raise _ActsError
    left = UNPACKED
    for name, part in zip(names, parts, strict=True):
        # No office packs in another way, and the others unpack without a limit.
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _ActsError
        with archive.open(part) as opened:
            if name == "[content_types].xml" or name.endswith(".rels"):
                left = _read(opened, left)
            elif opened.read(4).startswith(HEADS):
                raise _ActsError


def _read(opened: IO[bytes], left: int) -> int:
    """Read a part that says what others are. How many bytes may still be read."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = _element
    parser.StartDoctypeDeclHandler = _doctype
    while piece := opened.read(PIECE):
        left -= len(piece)
        if left < 0:
            raise _ActsError
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return left


def _element(_: str, said: dict[str, str]) -> None:
    kind = said.get("Type", "")
    outside = said.get("TargetMode", "").strip().lower() == "external"
    if KIND.search(kind) or KIND.search(said.get("ContentType", "")) or (outside and kind not in LINK):
        raise _ActsError


def _doctype(*_: object) -> None:
    raise _ActsError
