"""A picture as it may be published: its pixels, and nothing else of what came."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import cached_property

from PIL import Image, ImageCms, ImageOps

from schoolgate.imaging.kinds import kind_of
from schoolgate.imaging.origin import Origin, origin_of
from schoolgate.imaging.picture import opened
from schoolgate.imaging.refusals import MOST_BYTES, BadPictureError

LONGEST = 2048
"""Pixels of the longer side."""
SANE_BYTES = 950_000
"""Bytes that every network takes: a photograph is pressed harder until it has no more."""
QUALITIES = (85, 75, 65, 50)
FEW_COLOURS = 4096
"""A drawing, which JPEG smears, has no more colours; a photograph has ten times as many."""
MOVES = {"image/gif", "image/webp", "image/png"}
"""Kinds that can hold an animation."""
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


@dataclass(frozen=True)
class Cleaned:
    """A cleaned picture or film, and what the one that came said about itself. Sizes in pixels, upright."""

    data: bytes
    media: str
    width: int
    height: int
    origin: Origin
    animated: bool = False
    """It moved, and this is its first frame."""
    seconds: float = 0.0
    sound: bool = False
    still: bytes = b""
    """Of a film: a JPEG of one moment."""

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def clean(data: bytes, *, flat: bool = False) -> Cleaned:
    """The first frame of a picture, upright, in sRGB, drawn anew from its pixels. Raises BadPictureError.

    JPEG, or PNG where it can be seen through or is a drawing; a flat one is JPEG on white whatever it is.
    """
    return draw(data, flat=flat)[0]


def draw(data: bytes, *, flat: bool = False) -> tuple[Cleaned, Image.Image]:
    """As `clean`, with the pixels: RGB, or RGBA."""
    if len(data) > MOST_BYTES:
        raise BadPictureError("too_many_bytes")
    media = kind_of(data)
    if media.startswith("video/"):
        raise BadPictureError("film")
    with opened(data, media) as image:
        said = origin_of(image, data)
        animated = media in MOVES and bool(getattr(image, "is_animated", False))
        if media == "image/jpeg":
            # One of twice the size or more is decoded at half of it, which is much faster. Not HEIC, where a small copy
            # would be taken for the picture.
            image.draft(None, (LONGEST, LONGEST))
        image.load()
        pixels = _pixels(image)
        written, kind = encoded(pixels, flat=flat)
    return Cleaned(written, kind, *pixels.size, said, animated), pixels


def encoded(pixels: Image.Image, *, flat: bool = False) -> tuple[bytes, str]:
    """Pixels as a file, and its media type."""
    drawing = pixels.mode == "RGBA" or pixels.getcolors(FEW_COLOURS) is not None
    if drawing and not flat:
        png = _saved(pixels, "PNG")
        if len(png) <= SANE_BYTES:
            return png, "image/png"
    if pixels.mode == "RGBA":
        white = Image.new("RGBA", pixels.size, "white")
        pixels = Image.alpha_composite(white, pixels).convert("RGB")
    data = b""
    for quality in QUALITIES:
        data = _saved(pixels, "JPEG", quality)
        if len(data) <= SANE_BYTES:
            break
    return data, "image/jpeg"


def _pixels(image: Image.Image) -> Image.Image:
    """Upright, in sRGB, no side longer than LONGEST; RGBA only where something can be seen through."""
    if image.mode.startswith(("I", "F")):
        # 16 bits a pixel: Pillow would cut off all that is brighter than the lowest 8.
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data and image.mode != "LA":
        image = image.convert("RGBA")
    elif image.mode in ("1", "P"):
        image = image.convert("RGB")
    if max(image.size) > LONGEST:
        scale = LONGEST / max(image.size)
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        image = image.resize(size, Image.Resampling.BICUBIC)
    upright = ImageOps.exif_transpose(image)
    colours = _srgb(upright)
    if "A" not in upright.getbands() or upright.getchannel("A").getextrema()[0] == 255:
        # Into a fresh picture: what was copied from one that came may carry its words along.
        fresh = Image.new("RGB", colours.size)
        fresh.paste(colours)
        return fresh
    colours.putalpha(upright.getchannel("A"))
    # What is wholly see-through has no colour: nothing is hidden under it.
    return Image.alpha_composite(Image.new("RGBA", colours.size), colours)


def _srgb(image: Image.Image) -> Image.Image:
    """The colours as every screen shows them, without what is seen through. A broken profile counts as none."""
    profile = image.info.get("icc_profile")
    opaque = image.convert(image.mode.replace("A", "")) if image.mode in ("RGBA", "LA") else image
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(opaque, source, SRGB, outputMode="RGB")
            if made is not None:
                return made
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return opaque.convert("RGB")


def _saved(image: Image.Image, kind: str, quality: int = 0) -> bytes:
    made = io.BytesIO()
    if kind == "JPEG":
        image.save(made, kind, quality=quality, optimize=True)
    else:
        image.save(made, kind)
    return made.getvalue()
