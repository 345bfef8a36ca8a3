"""Whatever bytes come: a picture, or BadPictureError; never anything else, and never for ever."""

from __future__ import annotations

import contextlib
import time
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from carrying import SERIAL, makers_note, saved
from schoolgate.imaging.clean import Cleaned, clean
from schoolgate.imaging.kinds import kind_of
from schoolgate.imaging.makers import makers_serial
from schoolgate.imaging.origin import Origin, origin
from schoolgate.imaging.refusals import BadPictureError

KINDS = ["JPEG", "PNG", "WEBP", "HEIF", "GIF"]
LONGEST = 5
"""Seconds within which every answer comes, on a slow machine that does other things too."""
patient = settings(
    max_examples=60, deadline=timedelta(seconds=LONGEST), suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@cache
def whole(kind):
    exif = Image.Exif()
    exif[0x010F] = "Canon"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    image = Image.effect_noise((64, 48), 90).convert("RGB")
    return saved(image, kind, exif=exif) if kind != "GIF" else saved(image, kind, comment=b"words")


def answers(data):
    began = time.monotonic()
    for does, gives in ((clean, Cleaned), (origin, Origin)):
        with contextlib.suppress(BadPictureError):
            assert isinstance(does(data), gives)
    assert time.monotonic() - began < LONGEST


@given(st.binary(max_size=400))
@patient
def test_any_bytes(data):
    answers(data)


HEADS = [
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"RIFF\0\0\0\0WEBP",
    b"\0\0\0\x18ftypheic",
    b"\0\0\0\x18ftypmif1",
]


@given(st.sampled_from(HEADS), st.binary(max_size=400))
@patient
def test_bytes_that_begin_like_a_picture(head, rest):
    answers(head + rest)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@patient
def test_a_picture_with_some_bytes_changed_cut_or_doubled(kind, data):
    bytes_ = bytearray(whole(kind))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(bytes_) - 1))
        change = data.draw(st.sampled_from(["byte", "cut", "double", "insert"]))
        if change == "byte":
            bytes_[at] = data.draw(st.integers(0, 255))
        elif change == "cut":
            del bytes_[at : at + data.draw(st.integers(1, 40))]
        elif change == "double":
            bytes_[at:at] = bytes_[at : at + 40]
        else:
            bytes_[at:at] = data.draw(st.binary(max_size=8))
        bytes_ = bytes_ or bytearray(b"\0")
    answers(bytes(bytes_))


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_cut_off_anywhere(kind):
    data = whole(kind)
    for end in range(0, len(data), max(1, len(data) // 60)):
        answers(data[:end])


@given(st.sampled_from(["Canon", "NIKON", "FUJIFILM", ""]), st.binary(max_size=200), st.sampled_from("<>"))
@patient
def test_a_makers_note_of_any_bytes(make, rest, order):
    for head in (b"", b"Nikon\0\x02\x10\0\0", b"FUJIFILM\x0c\0\0\0"):
        assert isinstance(makers_serial(make, head + rest, order), str)


@given(st.data())
@patient
def test_an_exif_block_with_bytes_changed(data):
    bytes_ = bytearray(makers_note("NIKON CORPORATION"))
    begin, end = bytes_.find(b"Exif\0\0") + 6, bytes_.find(SERIAL.encode())
    for _ in range(data.draw(st.integers(1, 8))):
        bytes_[data.draw(st.integers(begin, end))] = data.draw(st.integers(0, 255))
    answers(bytes(bytes_))


@given(st.binary(max_size=64))
@patient
def test_what_it_is_is_a_media_type_or_a_reason(data):
    with contextlib.suppress(BadPictureError):
        assert kind_of(data).split("/")[0] in ("image", "video")
