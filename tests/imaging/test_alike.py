"""The same picture is known again after all that networks do to it, and another is not."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from drawn_face import a_face
from schoolgate.imaging.alike import ALIKE, alike, distance, fingerprint


def scene(seed):
    """A picture of nothing in particular: a sky, a ground, some things, some noise."""
    chance = random.Random(seed)
    image = (
        Image.linear_gradient("L").resize((800, 600)).rotate(chance.choice((0, 90, 180)), expand=False).convert("RGB")
    )
    pen = ImageDraw.Draw(image)
    for _ in range(chance.randint(5, 12)):
        x, y = chance.randrange(700), chance.randrange(500)
        wide, high = chance.randrange(60, 400), chance.randrange(60, 300)
        colour = tuple(chance.randrange(256) for _ in range(3))
        chance.choice((pen.rectangle, pen.ellipse))((x, y, x + wide, y + high), fill=colour)
    noise = Image.effect_noise((800, 600), 60).convert("RGB")
    return Image.blend(image.filter(ImageFilter.GaussianBlur(2)), noise, 0.15)


SCENES = [scene(seed) for seed in range(40)]


def again(image, kind, **how):
    made = io.BytesIO()
    image.save(made, kind, **how)
    return Image.open(made).convert("RGB")


def trimmed(image, share=0.02):
    wide, high = image.size
    return image.crop((int(wide * share), int(high * share), int(wide * (1 - share)), int(high * (1 - share))))


CHANGES = {
    "pressed hard": lambda image: again(image, "JPEG", quality=25),
    "as WebP": lambda image: again(image, "WEBP", quality=40),
    "in few colours": lambda image: again(image.quantize(32), "PNG"),
    "a thumbnail": lambda image: image.resize((150, 112)),
    "twice as large": lambda image: image.resize((1600, 1200)),
    "out of shape": lambda image: image.resize((800, 500)),
    "brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.2),
    "more contrast": lambda image: ImageEnhance.Contrast(image).enhance(1.3),
    "grey": lambda image: image.convert("L").convert("RGB"),
    "softer": lambda image: image.filter(ImageFilter.GaussianBlur(3)),
    "trimmed": trimmed,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_picture_is_known_again(change):
    missed = [n for n, image in enumerate(SCENES) if not alike(fingerprint(image), fingerprint(CHANGES[change](image)))]
    assert missed == []


def test_different_pictures_differ():
    marks = [fingerprint(image) for image in SCENES]
    pairs = [(one, other) for n, one in enumerate(marks) for other in marks[:n]]
    assert [pair for pair in pairs if alike(*pair)] == []
    assert sum(distance(one, other) for one, other in pairs) / len(pairs) > 2 * ALIKE


def test_a_fingerprint_is_64_bits_and_always_the_same():
    mark = fingerprint(a_face())
    assert 0 <= mark < 1 << 64
    assert mark == fingerprint(a_face())
    assert distance(mark, mark) == 0
    assert distance(0, (1 << 64) - 1) == 64
