"""What a picture or film says about where it comes from, read before it is thrown away.

Evidence, not proof: a file says what anybody wrote into it, and one that says nothing may have been emptied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from PIL import Image
from PIL.ExifTags import IFD

from schoolgate.imaging.kinds import kind_of
from schoolgate.imaging.makers import makers_serial
from schoolgate.imaging.picture import KINDS, opened
from schoolgate.imaging.refusals import BadPictureError

EXIF, GPS, THUMBNAIL = IFD.Exif, IFD.GPSInfo, IFD.IFD1
MAKE, MODEL, NOTE = 0x010F, 0x0110, 0x927C
SERIALS, LENS_SERIAL = (0xA431, 0xC62F), 0xA435
TAKEN, OFFSET = 0x9003, 0x9011
WORDS = {0x010E, 0x013B, 0x8298, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F, 0xA430}
"""Tags of EXIF that hold what people wrote: description, artist, copyright, the XP ones, owner (EXIF 2.32)."""
COMMENT = 0x9286
"""Its first eight bytes name an alphabet; many cameras write no more."""
IPTC, SMALL_COPY = 0x0404, 0x040C
"""Resources of a Photoshop block: IPTC's words, and a small copy of the picture."""
IPTC_PLACES = {90, 92, 95, 100, 101, 26, 27}
"""Datasets of IPTC's record 2 that say where: city, sub-location, state, country's code and name, content location."""
XMP = {
    "make": rb"tiff:Make",
    "model": rb"tiff:Model",
    "serial": rb"(?:exifEX:BodySerialNumber|aux:SerialNumber|exifEX:CameraSerialNumber)",
    "lens_serial": rb"(?:exifEX:LensSerialNumber|aux:LensSerialNumber)",
    "taken": rb"(?:exif:DateTimeOriginal|photoshop:DateCreated|xmp:CreateDate)",
}
XMP_PLACE = re.compile(
    rb"exif:GPSL|photoshop:(?:City|State|Country)|Iptc4xmpCore:(?:Location|CountryCode)|Iptc4xmpExt:Location"
)
XMP_WORDS = re.compile(rb"dc:(?:title|description|creator|subject|rights)|mwg-rs:|Iptc4xmpExt:PersonInImage")
SHORT_FILM = re.compile(rb"MotionPhoto(?:_Data)?|MicroVideo")
"""How telephones mark a picture that carries a few seconds of film, with sound, behind it."""


@dataclass(frozen=True)
class Origin:
    """What is said: '' or False where nothing is. `taken` is ISO 8601, with an offset where one is given."""

    make: str = ""
    model: str = ""
    serial: str = ""
    lens_serial: str = ""
    taken: str = ""
    place: bool = False
    words: bool = False
    thumbnail: bool = False
    film: bool = False
    tracks: bool = False
    """A film's tracks that are neither picture nor sound: positions, subtitles, chapters, cover."""

    def held(self) -> list[str]:
        """What was in it that goes when it is cleaned, in plain words."""
        said = {
            "the place": self.place,
            "the device": bool(self.make or self.model),
            "its serial number": bool(self.serial or self.lens_serial),
            "when it was taken": bool(self.taken),
            "words that somebody wrote": self.words,
            "a small copy": self.thumbnail,
            "a short film": self.film,
            "hidden tracks": self.tracks,
        }
        return [words for words, there in said.items() if there]

    def beside(self, other: Origin) -> Origin:
        """Both together: what this one leaves open, the other says."""
        mine, theirs = asdict(self), asdict(other)
        return Origin(**{name: value or theirs[name] for name, value in mine.items()})


def origin(data: bytes) -> Origin:
    """What a picture says of itself; its pixels are not opened. Raises BadPictureError."""
    media = kind_of(data)
    if media not in KINDS:
        raise BadPictureError("film")
    with opened(data, media) as image:
        return origin_of(image, data)


def origin_of(image: Image.Image, data: bytes) -> Origin:
    """As `origin`, of a picture that was opened from these bytes."""
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or _packet(data)
    found = _exif(image).beside(_xmp(packet)).beside(_photoshop(image.info.get("photoshop")))
    return found.beside(
        Origin(
            words=any(_is_words(name, value) for name, value in image.info.items()),
            thumbnail=bool(image.info.get("thumbnails")),
            film=SHORT_FILM.search(data) is not None,
        )
    )


def when(said: str, offset: str = "") -> str:
    """A time as cameras write it, in ISO 8601; '' when it is none."""
    for form in ("%Y:%m:%d %H:%M:%S%z", "%Y:%m:%d %H:%M:%S"):
        try:
            return datetime.strptime(said[:19] + (offset if form.endswith("z") else ""), form).isoformat()
        except ValueError:
            pass
    try:
        return datetime.fromisoformat(said).isoformat()
    except ValueError:
        return ""


def _exif(image: Image.Image) -> Origin:
    try:
        exif = image.getexif()
        main, inner, small = dict(exif), exif.get_ifd(EXIF), exif.get_ifd(THUMBNAIL)
        place = {*exif.get_ifd(GPS)} - {0}
    except Exception:
        # A block that was made to break it says nothing, and goes like any other.
        return Origin()
    make, note = _text(main.get(MAKE)), inner.get(NOTE)
    serial = next(filter(None, (_text(inner.get(tag) or main.get(tag)) for tag in SERIALS)), "")
    if not serial and isinstance(note, bytes):
        serial = makers_serial(make, note, exif.endian or ">")
    return Origin(
        make,
        _text(main.get(MODEL)),
        serial,
        _text(inner.get(LENS_SERIAL)),
        when(_text(inner.get(TAKEN) or main.get(0x0132)), _text(inner.get(OFFSET))),
        place=bool(place),
        words=any(_text(value) for tag, value in (main | inner).items() if tag in WORDS)
        or bool(bytes(inner.get(COMMENT, b""))[8:].strip(b"\0 ")),
        thumbnail=bool(small),
    )


def _packet(data: bytes) -> bytes:
    """The first XMP that stands openly in a file."""
    begin = data.find(b"<x:xmpmeta")
    return data[begin : data.find(b"</x:xmpmeta>", begin)] if begin >= 0 else b""


def _xmp(packet: bytes | str) -> Origin:
    """XMP is looked through as bytes: it may be broken, and nothing in it is trusted."""
    packet = packet.encode() if isinstance(packet, str) else packet
    said = {name: _xmp_value(packet, tag) for name, tag in XMP.items()}
    return Origin(
        said["make"],
        said["model"],
        said["serial"],
        said["lens_serial"],
        when(said["taken"]),
        place=XMP_PLACE.search(packet) is not None,
        words=XMP_WORDS.search(packet) is not None,
    )


def _xmp_value(packet: bytes, tag: bytes) -> str:
    found = re.search(tag + rb"""(?:\s*=\s*["']([^"'<]{0,200})|>([^<]{0,200})<)""", packet)
    return _text(found[1] or found[2] or b"") if found else ""


def _photoshop(blocks: Any) -> Origin:
    """IPTC's words (IIM 4.2), and the small copy."""
    if not isinstance(blocks, Mapping):
        return Origin()
    sets = set(_datasets(blocks.get(IPTC, b""))) if isinstance(blocks.get(IPTC, b""), bytes) else set()
    return Origin(place=bool(sets & IPTC_PLACES), words=bool(sets - IPTC_PLACES - {0}), thumbnail=SMALL_COPY in blocks)


def _datasets(block: bytes) -> Iterator[int]:
    at = 0
    while block[at : at + 1] == b"\x1c" and len(block) >= at + 5:
        if block[at + 1] == 2:
            yield block[at + 2]
        at += 5 + int.from_bytes(block[at + 3 : at + 5], "big")


def _is_words(name: Any, value: Any) -> bool:
    """Comments of JPEG and GIF, text of PNG: Pillow keeps the latter beside everything else, by the author's names."""
    if name == "comment":
        return bool(value)
    return isinstance(name, str) and isinstance(value, str) and not name.startswith(("XML:", "Raw profile", "dpi"))


def _text(value: Any) -> str:
    """A value as cameras and writers of them leave it, as words of 100 letters at most."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if value is None or (isinstance(value, Iterable) and not isinstance(value, str)):
        return ""
    return "".join(letter for letter in str(value).split("\0")[0] if letter.isprintable()).strip()[:100]
