"""A film that comes in: cleaned in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import asdict

from schoolgate.child import bind, run
from schoolgate.imaging.clean import Cleaned
from schoolgate.imaging.origin import Origin
from schoolgate.imaging.parcel import pack, unpack
from schoolgate.imaging.refusals import BadPictureError

SECONDS = 3600
"""The longest film that is taken lasts a sixth of it; docs/pictures.md says how long films take."""
MEMORY = 4 * 1024 * 1024 * 1024
"""Bytes of address space: the film that comes, the one that is made, and pictures of 4K between them."""


def take_in_film(data: bytes) -> Cleaned:
    """A film ready to be watched and used. Raises BadPictureError."""
    try:
        said, files = unpack(run("schoolgate.imaging.filming", data, seconds=SECONDS))
    except (subprocess.SubprocessError, ValueError) as error:
        raise BadPictureError("film_too_much") from error
    if "code" in said:
        raise BadPictureError(said["code"])
    made, still = files
    return Cleaned(made, origin=Origin(**said["origin"]), still=still, **said["cleaned"])


def _child() -> None:
    from schoolgate.imaging.film import clean_film

    bind(memory=MEMORY, seconds=SECONDS * 4)
    try:
        cleaned = clean_film(sys.stdin.buffer.read())
    except BadPictureError as error:
        sys.stdout.buffer.write(pack({"code": error.code}, []))
        return
    names = ("media", "width", "height", "seconds", "sound")
    said = {"origin": asdict(cleaned.origin), "cleaned": {name: getattr(cleaned, name) for name in names}}
    sys.stdout.buffer.write(pack(said, [cleaned.data, cleaned.still]))


if __name__ == "__main__":
    _child()
