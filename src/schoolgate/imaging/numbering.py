"""A picture with its faces numbered, for the page on which each gets a name."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from schoolgate.imaging.cover import Box

LONGEST = 1280
"""Pixels of the longer side of a picture that is shown."""
SHARE = 22
"""A number is this part of the picture's width, so that it can be read on a telephone 320 pixels wide."""
SMALLEST = 18
"""Pixels: no number is smaller, however small the faces."""
INK, PAPER = "#0b0c0c", "#ffffff"
"""Black on white, 19 to 1, each line edged with the other: it stands out from every picture (WCAG 2.2, 1.4.11)."""


def numbered(image: Image.Image, boxes: Sequence[Box]) -> bytes:
    """A JPEG of the picture with a frame round each box and its number beside it, the first being 1."""
    shown = Image.new("RGB", image.size, "white")
    shown.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    shown.thumbnail((LONGEST, LONGEST))
    scale = shown.width / image.width
    small = [Box(*(round(edge * scale) for edge in box)) for box in boxes]
    pen = ImageDraw.Draw(shown)
    high = _height(shown, small)
    line = max(2, high // 12)
    for box in small:
        for colour, by in ((INK, line), (PAPER, 0)):
            pen.rectangle((box.left - by, box.top - by, box.right + by, box.bottom + by), outline=colour, width=line)
    font, taken = ImageFont.load_default(high * 0.8), list[Box]()
    for number, box in enumerate(small, 1):
        wide = round(pen.textlength(str(number), font)) + high // 2
        label = _place(shown.size, box, (wide, high), [*taken, *(other for other in small if other is not box)])
        taken.append(label)
        pen.rectangle(label, fill=PAPER, outline=INK, width=max(1, line // 2))
        middle = (label.left + label.right) / 2, (label.top + label.bottom) / 2
        pen.text(middle, str(number), fill=INK, font=font, anchor="mm")
    made = io.BytesIO()
    shown.save(made, "JPEG", quality=85)
    return made.getvalue()


def _height(shown: Image.Image, boxes: Sequence[Box]) -> int:
    """As large as can be read, and no larger than the smaller faces of a crowd can bear."""
    heights = sorted(box.bottom - box.top for box in boxes)
    usual = heights[len(heights) // 4] if len(heights) > 8 else max(heights, default=0)
    return max(SMALLEST, min(round(shown.width / SHARE), usual))


def _place(size: tuple[int, int], box: Box, label: tuple[int, int], others: Sequence[Box]) -> Box:
    """Below the face, above it, or at its sides, where the fewest others are covered; never outside the picture."""
    wide, high = label
    places = [
        (box.left, box.bottom),
        (box.left, box.top - high),
        (box.right - wide, box.bottom),
        (box.right - wide, box.top - high),
        (box.left - wide, box.top),
        (box.right, box.top),
        (box.left, box.top),
    ]
    fits = []
    for x, y in places:
        left, top = min(max(0, x), max(0, size[0] - wide)), min(max(0, y), max(0, size[1] - high))
        fits.append(Box(left, top, left + wide, top + high))
    own = [one.meets(box) for one in fits]
    return min(zip(fits, own, strict=True), key=lambda one: (sum(one[0].meets(other) for other in others), one[1]))[0]
