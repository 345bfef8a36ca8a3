"""What a file really is, by its bytes; its name only settles what bytes cannot."""

from __future__ import annotations

import io
import re
import zipfile

from schoolgate.documents.refusals import refusal

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE)
_TAGS = re.compile(rb"<(?:p|div|h[1-6]|ul|ol|table|span)\b", re.IGNORECASE)
_UNPACKED = 120 * 1024 * 1024
_ENTRIES = 5_000


def kind_of(data: bytes, name: str) -> str:
    """pdf, docx, html, markdown or text.

    Raises UnreadableError (empty, encrypted, scanned, bomb, broken, unknown_kind).
    """
    if not data.strip(b"\0 \t\r\n\x0c\xef\xbb\xbf\xff\xfe"):
        raise refusal("empty")
    head = data[:2048]
    ending = name.lower().rpartition(".")[2]
    if b"%PDF-" in head[:1024] and not _HTML.search(head[: head.index(b"%PDF-")]):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if head.startswith(_OLE):
        raise refusal("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "unknown_kind")
    if head.startswith(_PICTURES) or head[4:12] in (b"ftypheic", b"ftypmif1"):
        raise refusal("scanned")
    if head.startswith((b"{\\rtf", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\x7fELF", b"MZ\x90")):
        raise refusal("unknown_kind")
    flat = head.replace(b"\0", b"")
    if _HTML.search(flat) or (ending in ("html", "htm", "xhtml") and _TAGS.search(flat)):
        return "html"
    return "markdown" if ending in ("md", "markdown") else "text"


def _zipped(data: bytes) -> str:
    """A Word document, once it is known not to unpack to more than it should."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise refusal("broken") from error
    if len(entries) > _ENTRIES or sum(entry.file_size for entry in entries) > _UNPACKED:
        raise refusal("bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise refusal("encrypted")
    names = {entry.filename for entry in entries}
    if "word/document.xml" in names:
        return "docx"
    raise refusal("unknown_kind")
