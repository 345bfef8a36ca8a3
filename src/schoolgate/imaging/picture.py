"""A stranger's picture, opened with care, and drawn anew from its pixels alone."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

KINDS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
"""The media types that are opened, and what Pillow calls them."""
MOST_PIXELS = 60_000_000
"""Pixels of the largest picture that is opened: a small file can hold a picture that fills the memory."""


class BadPictureError(Exception):
    """It is not a picture of the kind that it says, or one too large to draw."""


def open_picture(data: bytes, media: str) -> Image.Image:
    """The first frame of a picture, upright, in RGB on white. Raises BadPictureError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=[KINDS[media]]) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise BadPictureError
                image.load()
                upright = ImageOps.exif_transpose(image).convert("RGBA")
    except Exception as error:
        # Pillow raises all manner of things for a picture that was made to break it.
        raise BadPictureError from error
    # Pasted into a fresh picture: open-and-save keeps comments, places and thumbnails.
    fresh = Image.new("RGB", upright.size, "white")
    fresh.paste(upright, mask=upright.getchannel("A"))
    return fresh


def to_png(image: Image.Image, longest: int = 0) -> bytes:
    """As a PNG of nothing but its pixels; no side longer than `longest` pixels, where that is given."""
    fresh = Image.new("RGB", image.size)
    fresh.paste(image)
    if longest:
        fresh.thumbnail((longest, longest))
    made = io.BytesIO()
    fresh.save(made, "PNG")
    return made.getvalue()
