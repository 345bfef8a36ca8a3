"""What a picture or film is, by its content. Its name says nothing: anybody can write any name."""

from __future__ import annotations

import struct

from schoolgate.imaging.refusals import BadPictureError

HEADS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (4, b"moov", "video/quicktime"),
    (4, b"mdat", "video/quicktime"),
    (4, b"wide", "video/quicktime"),
)
NOT_TAKEN: tuple[tuple[int, bytes], ...] = (
    (0, b"II*\0"),
    (0, b"MM\0*"),
    (0, b"II+\0"),
    (0, b"BM"),
    (0, b"8BPS"),
    (0, b"<svg"),
    (0, b"%PDF-"),
    (0, b"\0\0\0\x0cjP  "),
    (0, b"\xff\x0a"),
    (0, b"\0\0\0\x0cJXL "),
)
"""Pictures of kinds that are refused: few schools have any, and each is one more decoder that a stranger can try to
break. TIFF and BMP come from scanners, which save JPEG as well."""
HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
AVIF = {b"avif", b"avis"}


def kind_of(data: bytes) -> str:
    """The media type of a picture or film that may be taken. Raises BadPictureError."""
    if not data:
        raise BadPictureError("empty")
    if data[4:8] == b"ftyp":
        return _ftyp(data)
    for offset, head, media in HEADS:
        if data.startswith(head, offset):
            return media
    if any(data.startswith(head, offset) for offset, head in NOT_TAKEN):
        raise BadPictureError("other_kind")
    raise BadPictureError("not_a_picture")


def _ftyp(data: bytes) -> str:
    """Telephones' pictures and films begin alike (ISO/IEC 14496-12, 4.3): the brands say which it is."""
    (length,) = struct.unpack_from(">I", data)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, min(length, 512), 4))}
    if brands & AVIF:
        raise BadPictureError("other_kind")
    if data[8:12] in HEIC:
        return "image/heic"
    return "video/quicktime" if data[8:12] == b"qt  " else "video/mp4"
