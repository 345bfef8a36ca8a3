"""Cover parts of a picture: their pixels are gone, not hidden."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PIL import Image, ImageDraw


class Box(NamedTuple):
    """A part of a picture in pixels, from its upper left corner; right and lower edges are outside."""

    left: int
    top: int
    right: int
    bottom: int

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


COLUMNS = 12
MOST_ROWS = 40


def grid(width: int, height: int) -> list[Box]:
    """Squares, or nearly, that cover a picture, twelve beside each other, row by row."""
    rows = max(1, min(MOST_ROWS, round(COLUMNS * height / width)))
    across = [round(width * number / COLUMNS) for number in range(COLUMNS + 1)]
    down = [round(height * number / rows) for number in range(rows + 1)]
    return [
        Box(across[column], down[row], across[column + 1], down[row + 1])
        for row in range(rows)
        for column in range(COLUMNS)
    ]


def called(number: int) -> str:
    """What a square of the grid is called, from 0: A1, B1 … L1, A2."""
    return f"{'ABCDEFGHIJKL'[number % COLUMNS]}{number // COLUMNS + 1}"


def covered(image: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    """The picture with these parts black."""
    fresh = Image.new("RGB", image.size)
    fresh.paste(image)
    pen = ImageDraw.Draw(fresh)
    for box in boxes:
        if box.right > box.left and box.bottom > box.top:
            pen.rectangle((box.left, box.top, box.right - 1, box.bottom - 1), fill="black")
    return fresh
