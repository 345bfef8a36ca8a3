"""Why a picture or a film cannot be taken, each in a sentence or two that says what to do next."""

from __future__ import annotations

MOST_BYTES = 25 * 1024 * 1024
"""Bytes of the largest picture that is opened; a photograph of 48 million pixels has some 15 MB."""
MOST_PIXELS = 50_000_000
"""Pixels of the largest picture that is opened: a small file can hold a picture that fills the memory."""
MOST_FILM_BYTES = 300 * 1024 * 1024
MOST_FILM_SECONDS = 600
MOST_FILM_PIXELS = 4096 * 2304
"""Pixels of the largest frame of a film: what telephones call 4K."""

WHY = {
    "empty": "This file is empty. Choose it again; if it stays empty, copy it from the camera once more.",
    "not_a_picture": "This is not a picture or film that we know. Use a JPEG, PNG, WebP, HEIC or GIF picture, "
    "or an MP4, MOV or WebM film.",
    "other_kind": "We do not take this kind of picture. Open it, save it as a JPEG or PNG, and use that.",
    "film": "This is a film, and here we need a picture. Choose a picture.",
    "picture": "This is a picture, and here we need a film. Choose a film.",
    "broken": "This file is damaged, so we cannot open it. Copy it from the camera again, or save a new copy.",
    "too_many_bytes": "This picture is larger than 25 MB. Save a smaller copy, and use that.",
    "too_many_pixels": "This picture has more than 50 million pixels. Save a smaller copy, and use that.",
    "too_much": "This picture took too much time or memory to open, so we stopped. Save a new copy as a JPEG, "
    "and use that.",
    "film_too_many_bytes": "This film is larger than 300 MB. Cut it shorter or save a smaller copy, and use that.",
    "film_too_many_pixels": "This film is larger than 4K. Save it in 1080p, and use that.",
    "film_too_long": "This film is longer than 10 minutes. Cut it shorter, and use that.",
    "film_other_kind": "We cannot read how this film was recorded. Save it as an MP4, and use that.",
    "film_too_much": "This film took too much time or memory to open, so we stopped. Cut it shorter, or save it as "
    "an MP4 in 1080p, and use that.",
}
"""code: what to tell the person."""


class BadPictureError(Exception):
    """A picture or film that is not taken: `code` is one of `WHY`, the message its sentence."""

    def __init__(self, code: str = "broken") -> None:
        super().__init__(WHY[code])
        self.code = code
