"""What a file is, by its content. Its name says nothing: anybody can write any name."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from typing import NamedTuple

from schoolgate.casework.evidence import active_office, active_pdf
from schoolgate.imaging.picture import KINDS, is_picture

UNKNOWN = "application/octet-stream"


class Look(NamedTuple):
    """What a file is. An inert one may do something when it is opened, or is more than one thing at once (`why`):
    it is kept as it is, and never shown."""

    media: str
    inert: bool
    why: str = ""


HEADS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"%PDF-", "application/pdf"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"WARC/1.", "application/warc"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"MZ", "application/x-msdownload"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"#!", "text/x-script"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"Rar!", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
)
SHOWN = {*KINDS, "text/plain"}
SAFE = {*SHOWN, "application/pdf", "image/avif", "video/quicktime", "video/mp4", "video/webm"}
SAFE |= {"audio/mp4", "audio/mpeg", "audio/ogg", "audio/wav"}
OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php)", re.IGNORECASE)
IN_A_PICTURE = re.compile(rb"<\s*(!doctype html|html[\s>]|script[\s>]|svg[\s>]|\?php)", re.IGNORECASE)
ENTRY = b"PK\x01\x02"
"""What stands before each name in the list of an archive (PKWARE APPNOTE 6.3.10, 4.3.12)."""
MOST_NAMES = 5_000
"""Names of an archive that is looked into: a large presentation has some 2,000."""
TWO_THINGS = "It is more than one kind of file at once."
DOES = "It could do something when it is opened."
BROKEN = "It says that it is a picture, and cannot be drawn: it is broken, or far too large."


def look(data: bytes) -> Look:
    """What the bytes are: a media type, and whether they are to be kept inert."""
    media = _media(data)
    if media == "application/zip":
        return _zip(data)
    if media == "text/plain":
        return Look("text/html", True, DOES) if MARKUP.search(data) else Look("text/plain", False)
    if media not in SAFE:
        return Look(media, True, DOES if media != UNKNOWN else "Nobody knows what kind of file it is.")
    if _is_more(data, media):
        return Look(media, True, TWO_THINGS)
    if media == "application/pdf" and active_pdf.does_something(data):
        return Look(media, True, DOES)
    if media in KINDS and not is_picture(data, media):
        return Look(media, True, BROKEN)
    return Look(media, False)


def clean_name(name: str) -> str:
    """A name to show: the last part of a path, without what hides or turns letters, 120 characters at most."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip(" .")
    if len(seen) > 120:
        stem, dot, ending = seen.rpartition(".")
        seen = f"{stem[: 119 - len(ending)]}.{ending}" if dot and len(ending) < 10 else seen[:120]
    return seen or "file"


def _media(data: bytes) -> str:
    for offset, magic, media in HEADS:
        if data.startswith(magic, offset):
            return media
    if data[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(data[8:12], UNKNOWN)
    return "text/plain" if _is_text(data) else UNKNOWN


def _is_text(data: bytes) -> bool:
    if b"\0" in data:
        return False
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _is_more(data: bytes, media: str) -> bool:
    """Whether another kind of file hides in it: an archive at its end, a PDF or a web page inside."""
    if b"PK\x05\x06" in data[-66_000:]:
        return True
    if media != "application/pdf" and b"%PDF-" in data:
        return True
    return media.startswith("image/") and IN_A_PICTURE.search(data) is not None


def _zip(data: bytes) -> Look:
    """An archive: a document of an office, or else inert."""
    if data.count(ENTRY) > MOST_NAMES:
        return Look("application/zip", True, DOES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            acts = active_office.does_something(archive)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return Look("application/zip", True, DOES)
    office = next((media for folder, media in OFFICE.items() if any(name.startswith(folder) for name in names)), None)
    if office is None or "[Content_Types].xml" not in names or b"%PDF-" in data:
        return Look("application/zip", True, DOES)
    return Look(office, acts, DOES if acts else "")
