"""A stranger's picture, opened with care, and drawn anew from its pixels alone."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageFile, ImageOps
from pillow_heif import register_heif_opener

from schoolgate.imaging.refusals import MOST_PIXELS, BadPictureError

__all__ = ["KINDS", "BadPictureError", "is_picture", "open_picture", "opened", "to_png"]

register_heif_opener()

KINDS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP", "image/heic": "HEIF"}
"""The media types that are opened, and what Pillow calls them."""
AT_ONCE = 2
"""Pictures that one process decodes at a time; more wait. The largest takes some 200 MB while it is open."""

_turns = threading.BoundedSemaphore(AT_ONCE)


def is_picture(data: bytes, media: str) -> bool:
    """Whether there is a picture of that kind in it, all of it there, of a size that can be drawn."""
    try:
        with _loaded(data, media):
            return True
    except BadPictureError:
        return False


def open_picture(data: bytes, media: str) -> Image.Image:
    """The first frame of a picture, upright, in RGB on white. Raises BadPictureError."""
    with _loaded(data, media) as image:
        upright = ImageOps.exif_transpose(image)
        seen_through = upright.has_transparency_data
        upright = upright.convert("RGBA" if seen_through else "RGB")
    # Pasted into a fresh picture: open-and-save keeps comments, places and thumbnails.
    fresh = Image.new("RGB", upright.size, "white")
    fresh.paste(upright, mask=upright.getchannel("A") if seen_through else None)
    return fresh


@contextmanager
def opened(data: bytes, media: str, *, strict: bool = False) -> Iterator[Image.Image]:
    """A picture whose head is read and whose pixels are not yet. Whatever goes wrong while it is open is
    BadPictureError; a strict one may not even be odd."""
    # WeasyPrint, once imported, lets half a picture pass for a whole one in the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with _turns, warnings.catch_warnings():
            warnings.simplefilter("error" if strict else "ignore")
            with Image.open(io.BytesIO(data), formats=[KINDS[media]]) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise BadPictureError("too_many_pixels")
                yield image
    except BadPictureError:
        raise
    except MemoryError as error:
        raise BadPictureError("too_much") from error
    except Image.DecompressionBombError as error:
        raise BadPictureError("too_many_pixels") from error
    except Exception as error:
        # Pillow raises all manner of things for a picture that was made to break it.
        raise BadPictureError from error


@contextmanager
def _loaded(data: bytes, media: str) -> Iterator[Image.Image]:
    with opened(data, media, strict=True) as image:
        image.load()
        yield image


def to_png(image: Image.Image, longest: int = 0) -> bytes:
    """As a PNG of nothing but its pixels; no side longer than `longest` pixels, where that is given."""
    fresh = Image.new("RGB", image.size)
    fresh.paste(image)
    if longest:
        fresh.thumbnail((longest, longest))
    made = io.BytesIO()
    fresh.save(made, "PNG")
    return made.getvalue()
