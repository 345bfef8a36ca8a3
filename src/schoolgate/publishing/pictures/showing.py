"""A picture's bytes for the browser: as they would be published, small, with numbers, or one face of it.

Nothing of the original is ever here.
"""

from __future__ import annotations

import io

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from PIL import Image

from schoolgate.imaging.cover import Box
from schoolgate.imaging.numbering import numbered
from schoolgate.imaging.picture import open_picture
from schoolgate.publishing.pictures.models import Face, Picture
from schoolgate.record import vault

SMALL = 480
"""Pixels of the longer side of a picture in a list."""
FACE = 320
AROUND_FACE = 0.5
"""How much more than the face is shown on each side, to tell whose it is."""


def box(face: Face) -> Box:
    return Box(face.left, face.top, face.right, face.bottom)


def whole(picture: Picture) -> HttpResponseBase:
    answer = StreamingHttpResponse(vault.stream(picture.vault_key), content_type=picture.media)
    answer["Content-Length"] = str(picture.size)
    return closed(answer)


def small(picture: Picture) -> HttpResponseBase:
    image = pixels(picture)
    image.thumbnail((SMALL, SMALL))
    return _jpeg(image)


def with_numbers(picture: Picture) -> HttpResponseBase:
    """Its faces with their numbers, which run from 1 without a gap; of a film, one moment of it."""
    boxes = [box(face) for face in picture.faces.all() if face.is_somewhere]
    return closed(HttpResponse(numbered(pixels(picture), boxes), content_type="image/jpeg"))


def one_face(face: Face) -> HttpResponseBase:
    image, at = pixels(face.picture), box(face)
    if not face.is_somewhere:
        return small(face.picture)
    wide, high = round((at.right - at.left) * AROUND_FACE), round((at.bottom - at.top) * AROUND_FACE)
    part = image.crop(
        (
            max(0, at.left - wide),
            max(0, at.top - high),
            min(image.width, at.right + wide),
            min(image.height, at.bottom + high),
        )
    )
    part.thumbnail((FACE, FACE))
    return _jpeg(part)


def pixels(picture: Picture) -> Image.Image:
    """Of a film, those of one moment."""
    if picture.still_key:
        return open_picture(vault.get(picture.still_key), "image/jpeg")
    return open_picture(vault.get(picture.vault_key), picture.media)


def closed(answer: HttpResponseBase) -> HttpResponseBase:
    """For this person's eyes now: kept by no browser, and nothing in it is run."""
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = "inline"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _jpeg(image: Image.Image) -> HttpResponseBase:
    made = io.BytesIO()
    image.save(made, "JPEG", quality=80)
    return closed(HttpResponse(made.getvalue(), content_type="image/jpeg"))
