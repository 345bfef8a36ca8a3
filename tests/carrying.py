"""Pictures and films that carry all that telephones, cameras and people write into them, by exiftool and by hand."""

from __future__ import annotations

import io
import json
import shutil
import struct
import subprocess
import zlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from drawn_face import a_face

needs_exiftool = pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")
SECRET = "Hidden-Orchard-7"
"""Stands in every piece of text that is put in, and in nothing that may come out."""
SERIAL = "SN-4711-0042"
TAGS = [
    "-EXIF:Make=Canon",
    "-EXIF:Model=EOS 2000D",
    f"-EXIF:SerialNumber={SERIAL}",
    "-EXIF:LensSerialNumber=LENS-99",
    "-EXIF:DateTimeOriginal=2026:05:01 10:12:13",
    "-EXIF:OffsetTimeOriginal=+01:00",
    f"-EXIF:ImageDescription={SECRET}",
    f"-EXIF:UserComment={SECRET}",
    f"-EXIF:Artist={SECRET}",
    f"-EXIF:OwnerName={SECRET}",
    f"-EXIF:XPKeywords={SECRET}",
    "-EXIF:GPSLatitude=51.5",
    "-EXIF:GPSLatitudeRef=N",
    "-EXIF:GPSLongitude=0.1",
    "-EXIF:GPSLongitudeRef=W",
    f"-XMP-dc:Description={SECRET}",
    f"-XMP-photoshop:City={SECRET}",
    "-XMP-exif:GPSLatitude=51.5",
    f"-XMP-aux:SerialNumber={SERIAL}",
    f"-XMP-iptcExt:PersonInImage={SECRET}",
    f"-IPTC:City={SECRET}",
    f"-IPTC:Caption-Abstract={SECRET}",
    f"-IPTC:By-line={SECRET}",
    f"-Comment={SECRET}",
]
"""What exiftool writes where the format has a place for it."""


def a_photo(size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A drawn face in front of noise: more colours than a drawing has."""
    return Image.blend(a_face(size), Image.effect_noise(size, 60).convert("RGB"), 0.3)


def saved(image: Image.Image, kind: str, **said: Any) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **said)
    return made.getvalue()


def told(data: bytes, folder: Path, *tags: str) -> bytes:
    """The file with these tags written into it by exiftool."""
    file = folder / "told"
    file.write_bytes(data)
    done = subprocess.run(["exiftool", "-q", "-m", "-overwrite_original", *tags, file], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return file.read_bytes()


def read_back(data: bytes, folder: Path) -> dict[str, Any]:
    """All that exiftool finds, unknown tags, tracks and doubles included: group and name, and the value."""
    file = folder / "read"
    file.write_bytes(data)
    words = ["exiftool", "-j", "-a", "-u", "-U", "-ee3", "-G1", file]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    (found,) = json.loads(said)
    return found


def everything(kind: str, folder: Path) -> bytes:
    """A picture of a kind (as Pillow calls them) with all that the format has a place for, and bytes behind its end."""
    image = a_photo()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = saved(image, kind, icc_profile=profile) if kind != "GIF" else saved(image, kind)
    small = folder / "small.jpg"
    small.write_bytes(saved(a_photo((160, 120)), "JPEG", comment=SECRET.encode()))
    tags = [*TAGS, f"-ThumbnailImage<={small}"] if kind == "JPEG" else TAGS
    data = told(data, folder, *tags)
    if kind == "JPEG":
        data = data[:2] + b"".join(_segments()) + data[2:]
    if kind == "PNG":
        data = data[:-12] + b"".join(_chunks()) + data[-12:]
    if kind == "WEBP":
        data = _with_chunk(data, b"SECR", SECRET.encode() + b"\0\0")
    return data + SECRET.encode() * 40


def _segments() -> list[bytes]:
    """By hand: a comment, a second picture, a signed history, and an application's own."""
    small = saved(a_photo((80, 60)), "JPEG", comment=SECRET.encode())
    return [
        _segment(0xFE, SECRET.encode()),
        _segment(0xE0, b"JFXX\0\x10" + small),
        _segment(0xEB, b"JP\0\x01\0\0\0\x01" + SECRET.encode()),
        _segment(0xEF, SECRET.encode()),
    ]


def _segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def _chunks() -> list[bytes]:
    """By hand, behind the pixels: words, pressed words, a time, and a chunk of somebody's own."""
    words = SECRET.encode()
    return [
        _chunk(b"tEXt", b"Author\0" + words),
        _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(words)),
        _chunk(b"iTXt", b"Location\0\0\0\0\0" + words),
        _chunk(b"tIME", struct.pack(">HBBBBB", 2026, 5, 1, 10, 12, 13)),
        _chunk(b"seCr", words),
    ]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _with_chunk(data: bytes, kind: bytes, words: bytes) -> bytes:
    more = data + kind + struct.pack("<I", len(words)) + words
    return more[:4] + struct.pack("<I", len(more) - 8) + more[8:]


def makers_note(make: str) -> bytes:
    """A JPEG with the note of a maker that holds a serial number, as its cameras write it."""
    serial = SERIAL.encode() + b"\0"
    if make == "Canon":
        note = struct.pack("<H", 1) + struct.pack("<HHII", 0x000C, 4, 1, 471100042) + bytes(4)
    elif make == "NIKON CORPORATION":
        inner = b"II*\0\x08\0\0\0" + struct.pack("<HHHII", 1, 0x001D, 2, len(serial), 26) + bytes(4) + serial
        note = b"Nikon\0\x02\x10\0\0" + inner
    else:
        note = b"FUJIFILM\x0c\0\0\0" + struct.pack("<HHHII", 1, 0x0010, 2, len(serial), 30) + bytes(4) + serial
    exif = Image.Exif()
    exif.endian = "<"
    exif[0x010F] = make
    exif.get_ifd(0x8769)[0x927C] = note
    return saved(a_photo((64, 48)), "JPEG", exif=exif)


def a_film(
    codec: str = "libx264",
    container: str = "mp4",
    size: tuple[int, int] = (320, 180),
    seconds: float = 2,
    rate: int = 25,
    sound: str | None = "aac",
    colours: str = "yuv420p",
    layout: str = "mono",
    begins: int = 0,
    **options: str,
) -> bytes:
    """A red film with a green upper left corner, in which a bar goes from left to right, and a tone; with words, a
    place and a device in all the places that the container has for them."""
    import av
    import numpy

    made, written = io.BytesIO(), {"movflags": "+use_metadata_tags"} if options.pop("apple", "") else {}
    with av.open(made, "w", container, written) as target:
        target.metadata.update(APPLE if written else WORDS)
        seen = target.add_stream(codec, rate=rate, options={"x265-params": "log-level=none", **options})
        seen.width, seen.height, seen.pix_fmt = *size, colours
        seen.metadata["handler_name"] = seen.metadata["title"] = SECRET
        heard = target.add_stream(sound, rate=48000, layout=layout) if sound else None
        for number in range(round(seconds * rate)):
            picture = numpy.zeros((size[1], size[0], 3), numpy.uint8)
            picture[:, :, 0] = 200
            picture[: size[1] // 3, : size[0] // 3] = 0, 220, 0
            at = round(size[0] * number / seconds / rate)
            picture[-20:, at : at + 10] = 255
            frame = av.VideoFrame.from_ndarray(picture, "rgb24")
            frame.pts, frame.time_base = number + begins * rate, Fraction(1, rate)
            target.mux(seen.encode(frame))
        target.mux(seen.encode(None))
        if heard:
            wave = numpy.sin(numpy.arange(round(48000 * seconds)) * 2 * numpy.pi * 440 / 48000) * 0.3
            waves = numpy.stack([wave.astype(numpy.float32)] * heard.codec_context.layout.nb_channels)
            tone = av.AudioFrame.from_ndarray(waves, "fltp", layout)
            tone.sample_rate, tone.pts, tone.time_base = 48000, begins * 48000, Fraction(1, 48000)
            resampler = av.AudioResampler(heard.format, layout, 48000, heard.codec_context.frame_size or None)
            for part in [*resampler.resample(tone), *resampler.resample(None)]:
                target.mux(heard.encode(part))
            target.mux(heard.encode(None))
    return made.getvalue()


WORDS = {"title": SECRET, "comment": SECRET, "artist": SECRET, "location": "+51.5000-000.1000/"}
APPLE = {
    "com.apple.quicktime.make": "Apple",
    "com.apple.quicktime.model": "iPhone 17",
    "com.apple.quicktime.location.ISO6709": "+51.5000-000.1000+020.000/",
    "com.apple.quicktime.creationdate": "2026-05-01T10:12:13+0100",
    "com.apple.quicktime.title": SECRET,
}
FILM_TAGS = [
    "-QuickTime:CreateDate=2026:05:01 10:12:13",
    f"-UserData:Title={SECRET}",
    "-UserData:Make=Canon",
    "-UserData:Model=EOS 2000D",
    "-UserData:GPSCoordinates=51.5, -0.1, 20",
    f"-ItemList:Comment={SECRET}",
    "-Keys:GPSCoordinates=51.5, -0.1, 20",
    f"-XMP-dc:Description={SECRET}",
    f"-XMP-photoshop:City={SECRET}",
]
"""What exiftool writes into an MP4 or MOV."""
