"""Cover parts of a picture: their pixels are gone, not hidden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
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


BLURRED = 4
"""Spots of colour, across and down, that are left of what is blurred: too few to tell anybody by."""


def blurred(image: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    """The picture with these parts reduced to a few spots of colour that run into each other.

    It looks like a blur and cannot be undone as one: sixteen colours are all that is left of a part.
    """
    fresh = Image.new("RGB", image.size)
    fresh.paste(image)
    for box in boxes:
        size = box.right - box.left, box.bottom - box.top
        if min(size) > 0:
            spots = image.crop(box).convert("RGB").resize((BLURRED, BLURRED), Image.Resampling.BOX)
            fresh.paste(spots.resize(size, Image.Resampling.BICUBIC), box)
    return fresh


def cropped(image: Image.Image, box: Box) -> Image.Image:
    """That part of the picture alone."""
    part = image.crop(box)
    fresh = Image.new("RGB", part.size)
    fresh.paste(part)
    return fresh


MOST_AWAY = 12
"""Parts that are cropped away at once: with more, little of a picture is left that anybody would show."""


def largest_without(size: tuple[int, int], away: Sequence[Box], keep: Sequence[Box] = ()) -> Box | None:
    """The largest part of a picture with nothing of the boxes `away` and all of the boxes `keep`, if there is one."""
    if len(away) > MOST_AWAY:
        return None
    wide, high = size
    most = Box(
        min((box.left for box in keep), default=wide),
        min((box.top for box in keep), default=high),
        max((box.right for box in keep), default=0),
        max((box.bottom for box in keep), default=0),
    )
    lefts = [edge for edge in {0, *(box.right for box in away)} if edge <= most.left]
    tops = [edge for edge in {0, *(box.bottom for box in away)} if edge <= most.top]
    rights = [edge for edge in {wide, *(box.left for box in away)} if edge >= most.right]
    bottoms = [edge for edge in {high, *(box.top for box in away)} if edge >= most.bottom]
    parts = (Box(*edges) for edges in product(lefts, tops, rights, bottoms))
    free = [
        part
        for part in parts
        if part.left < part.right and part.top < part.bottom and not any(part.meets(box) for box in away)
    ]
    return max(free, key=lambda part: ((part.right - part.left) * (part.bottom - part.top), part), default=None)
