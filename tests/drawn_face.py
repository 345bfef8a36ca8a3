"""A face that is nobody's, drawn from circles."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter


def a_face(size: tuple[int, int] = (640, 480), at: tuple[int, int] = (220, 120), wide: int = 160) -> Image.Image:
    """A picture with one drawn face; `at` is its upper left corner, its height five quarters of its width."""
    image = Image.new("RGB", size, (150, 170, 190))
    pen = ImageDraw.Draw(image)
    x, y = at
    w, h = wide, wide * 5 // 4

    def oval(cx, cy, rx, ry, fill):
        pen.ellipse((x + (cx - rx) * w, y + (cy - ry) * h, x + (cx + rx) * w, y + (cy + ry) * h), fill=fill)

    oval(0.5, 0.42, 0.56, 0.52, (50, 35, 25))
    oval(0.5, 0.52, 0.46, 0.48, (224, 172, 140))
    pen.rectangle((x + 0.36 * w, y + 0.9 * h, x + 0.64 * w, y + 1.2 * h), fill=(205, 150, 120))
    for cx in (0.31, 0.69):
        oval(cx, 0.36, 0.12, 0.02, (60, 40, 30))
        oval(cx, 0.45, 0.1, 0.045, (245, 245, 245))
        oval(cx, 0.45, 0.045, 0.04, (60, 40, 20))
        oval(cx, 0.45, 0.02, 0.02, (0, 0, 0))
    oval(0.5, 0.6, 0.06, 0.09, (205, 145, 115))
    oval(0.46, 0.66, 0.02, 0.015, (120, 70, 55))
    oval(0.54, 0.66, 0.02, 0.015, (120, 70, 55))
    oval(0.5, 0.78, 0.18, 0.045, (170, 70, 70))
    oval(0.5, 0.775, 0.14, 0.012, (110, 30, 30))
    return image.filter(ImageFilter.GaussianBlur(wide / 100))
