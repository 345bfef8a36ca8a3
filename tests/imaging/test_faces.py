"""Faces are numbered as one reads, shown by number, blurred for good or left outside."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageFilter

from drawn_face import a_face
from schoolgate.imaging.cover import Box, blurred, cropped, largest_without
from schoolgate.imaging.faces import find_faces, in_reading_order
from schoolgate.imaging.numbering import INK, LONGEST, PAPER, numbered


def at(left, top, wide=60, high=80):
    return Box(left, top, left + wide, top + high)


def test_faces_are_numbered_row_by_row_from_the_left():
    back = [at(10, 20), at(110, 5), at(210, 30), at(310, 10)]
    front = [at(60, 140), at(160, 120), at(260, 150)]
    assert in_reading_order([*front[::-1], back[2], back[0], back[3], back[1]]) == back + front
    assert in_reading_order([]) == []


def test_faces_that_are_found_come_in_reading_order():
    group = Image.new("RGB", (1200, 480), (150, 170, 190))
    for place in (0, 600):
        group.paste(a_face((600, 480), (200, 120), 160), (place, 0))
    left, right = find_faces(group)
    assert left.right < 600 < right.left


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_numbers_stand_out():
    assert (luminance(PAPER) + 0.05) / (luminance(INK) + 0.05) > 7


@pytest.mark.parametrize("size", [(2048, 1536), (1536, 2048), (300, 200)])
def test_each_face_has_its_frame_and_a_number_beside_it(size):
    grey = Image.new("RGB", size, (128, 128, 128))
    boxes = [
        at(size[0] // 8, size[1] // 4, size[0] // 8, size[1] // 5),
        at(size[0] // 2, 0, size[0] // 8, size[1] // 5),
    ]
    with Image.open(io.BytesIO(numbered(grey, boxes))) as shown:
        assert max(shown.size) <= LONGEST
        scale = shown.width / size[0]
        for box in boxes:
            middle = round((box.left + box.right) / 2 * scale), round((box.top + box.bottom) / 2 * scale)
            assert shown.getpixel(middle)[0] in range(120, 136)  # the face itself is not covered
            below = shown.crop(
                [round(edge * scale) for edge in (box.left, box.bottom, box.right, box.bottom * 1.4 + 40)]
            )
            darkest, lightest = below.convert("L").getextrema()
            assert darkest < 40
            assert lightest > 220


def test_a_picture_without_faces_is_shown_as_it_is():
    with Image.open(io.BytesIO(numbered(Image.new("RGBA", (100, 80), (0, 0, 0, 0)), []))) as shown:
        assert shown.getextrema() == ((255, 255), (255, 255), (255, 255))


def test_a_crowd_of_small_faces_stays_inside_the_picture():
    boxes = [at(x, y, 20, 24) for y in range(0, 480, 40) for x in range(0, 640, 30)]
    with Image.open(io.BytesIO(numbered(Image.new("RGB", (640, 480), "grey"), boxes))) as shown:
        assert shown.size == (640, 480)


def test_what_is_blurred_cannot_be_told_from_another_face_blurred_with_the_same_colours():
    """All that differs inside a spot is gone: shuffle it beforehand, and the outcome is the same."""
    face, box = a_face(), Box(200, 100, 400, 340)
    once = blurred(face, [box])
    for spot in (Box(200, 100, 250, 160), Box(300, 220, 350, 280)):
        part = face.crop(spot)
        face.paste(part.transpose(Image.Transpose.ROTATE_180), spot)
    again = blurred(face, [box])
    assert max(high for _, high in difference(once, again).getextrema()) <= 1
    # and a sharpened one finds no edges
    edges = once.crop(box).filter(ImageFilter.FIND_EDGES).convert("L").crop((5, 5, 195, 235))
    assert edges.getextrema()[1] < 20


def difference(one, other):
    from PIL import ImageChops

    return ImageChops.difference(one, other)


def test_all_else_is_as_it_was_and_the_face_is_no_longer_found():
    face = a_face()
    (box,) = find_faces(face)
    after = blurred(face, [box, Box(0, 0, 0, 0)])
    rest = Image.new("L", face.size, 255)
    rest.paste(0, box)
    assert Image.composite(difference(face, after), Image.new("RGB", face.size), rest).getbbox() is None
    assert find_faces(after) == []


def test_a_part_of_a_picture_is_that_part():
    face = a_face()
    assert cropped(face, Box(10, 20, 110, 220)).size == (100, 200)
    assert difference(cropped(face, Box(10, 20, 110, 220)), face.crop((10, 20, 110, 220))).getbbox() is None


def test_the_largest_part_without_some_faces_and_with_all_others():
    size = (1000, 600)
    left, middle, right = at(100, 200), at(500, 220), at(820, 180)
    assert largest_without(size, [left]) == Box(160, 0, 1000, 600)
    assert largest_without(size, [left], [middle, right]) == Box(160, 0, 1000, 600)
    assert largest_without(size, [left, right], [middle]) == Box(160, 0, 820, 600)
    assert largest_without(size, [at(0, 0, 1000, 100)], [middle]) == Box(0, 100, 1000, 600)
    assert largest_without(size, []) == Box(0, 0, 1000, 600)


def test_faces_that_stand_between_others_cannot_be_left_outside():
    size = (1000, 600)
    assert largest_without(size, [at(500, 220)], [at(100, 200), at(820, 240)]) is None
    assert largest_without(size, [at(n * 70, 200) for n in range(13)]) is None
    assert largest_without((60, 80), [at(0, 0)]) is None
