"""A picture is opened with care, drawn anew from its pixels, and what is covered in it is gone."""

from __future__ import annotations

import io
import threading
import time

import pytest
from PIL import Image, ImageFile, PngImagePlugin

from drawn_face import a_face
from schoolgate.imaging.cover import COLUMNS, Box, called, covered, grid
from schoolgate.imaging.faces import NoAnswerError, find_faces
from schoolgate.imaging.picture import KINDS, BadPictureError, is_picture, open_picture, to_png


def saved(image, kind="PNG", **said):
    made = io.BytesIO()
    image.save(made, kind, **said)
    return made.getvalue()


def test_nothing_but_pixels_is_left_of_a_picture():
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0)}
    jpeg = saved(Image.new("RGB", (60, 40), "teal"), "JPEG", exif=exif, comment=b"a secret comment")
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "a secret comment")
    png = saved(Image.new("RGB", (60, 40), "teal"), "PNG", pnginfo=words)
    for data, media in ((jpeg, "image/jpeg"), (png, "image/png")):
        assert b"secret" in data
        fresh = to_png(open_picture(data, media))
        assert b"secret" not in fresh
        assert b"home" not in fresh
        with Image.open(io.BytesIO(fresh)) as image:
            assert (image.size, image.info, dict(image.getexif())) == ((60, 40), {}, {})


def test_a_picture_stands_upright_on_white_and_is_made_smaller_where_that_is_asked():
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = open_picture(saved(Image.new("RGB", (60, 40)), "JPEG", exif=exif), "image/jpeg")
    assert turned.size == (40, 60)
    assert open_picture(saved(Image.new("RGBA", (9, 9), (0, 0, 0, 0))), "image/png").getpixel((4, 4)) == (255, 255, 255)
    with Image.open(io.BytesIO(to_png(Image.new("RGB", (4000, 1000)), 1000))) as small:
        assert small.size == (1000, 250)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "HEIF"])
def test_every_kind_that_is_opened_opens_and_none_that_says_it_is_another(kind):
    media = f"image/{kind.lower()}".replace("heif", "heic")
    data = saved(Image.new("RGB", (20, 20), "teal"), kind)
    assert open_picture(data, media).size == (20, 20)
    for other in {*KINDS} - {media}:
        with pytest.raises(BadPictureError):
            open_picture(data, other)


@pytest.mark.parametrize("half_will_do", [False, True], ids=["by itself", "after a library let half a picture pass"])
def test_a_broken_picture_and_one_that_would_fill_the_memory_are_refused(monkeypatch, half_will_do):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", half_will_do)
    for data in (
        b"",
        b"\x89PNG\r\n\x1a\n",
        saved(Image.effect_noise((90, 90), 80))[:2000],
        saved(Image.new("1", (9000, 9000))),
    ):
        with pytest.raises(BadPictureError):
            open_picture(data, "image/png")


def test_two_pictures_are_decoded_at_a_time_however_many_come_at_once(monkeypatch):
    data, load, lock = saved(Image.effect_noise((90, 90), 80)), ImageFile.ImageFile.load, threading.Lock()
    now, most, answers = 0, 0, []

    def slowly(image):
        nonlocal now, most
        with lock:
            now, most = now + 1, max(most, now + 1)
        time.sleep(0.05)
        with lock:
            now -= 1
        return load(image)

    monkeypatch.setattr(ImageFile.ImageFile, "load", slowly)
    broken = [threading.Thread(target=lambda: answers.append(is_picture(data[:2000], "image/png"))) for _ in range(4)]
    whole = [threading.Thread(target=lambda: answers.append(is_picture(data, "image/png"))) for _ in range(4)]
    for thread in (*broken, *whole):
        thread.start()
    for thread in (*broken, *whole):
        thread.join(10)
    assert most == 2
    assert sorted(answers) == [False] * 4 + [True] * 4


def test_what_is_covered_is_black_and_all_else_is_as_it_was():
    image = Image.effect_noise((240, 160), 90).convert("RGB")
    box = Box(30, 20, 90, 70)
    after = covered(image, [box])
    for x in range(240):
        for y in range(160):
            inside = box.left <= x < box.right and box.top <= y < box.bottom
            assert after.getpixel((x, y)) == ((0, 0, 0) if inside else image.getpixel((x, y)))


@pytest.mark.parametrize("size", [(1200, 800), (1080, 2340), (7, 3), (1, 1), (3000, 40), (40, 3000)])
def test_the_grid_covers_every_pixel_once(size):
    squares = grid(*size)
    assert len(squares) % COLUMNS == 0
    assert sum((box.right - box.left) * (box.bottom - box.top) for box in squares) == size[0] * size[1]
    whole = covered(Image.new("RGB", size, "white"), squares)
    assert whole.getcolors() == [(size[0] * size[1], (0, 0, 0))]


def test_squares_are_called_by_letter_and_number():
    assert [called(number) for number in (0, 11, 12, 25)] == ["A1", "L1", "A2", "B3"]


@pytest.mark.parametrize("wide", [60, 100, 240])
def test_a_face_is_found_with_a_little_around_it(wide):
    (found,) = find_faces(a_face(at=(200, 120), wide=wide))
    middle = Box(200 + wide // 4, 120 + wide // 3, 200 + 3 * wide // 4, 120 + wide)
    assert found.left < middle.left
    assert found.top < middle.top
    assert found.right > middle.right
    assert found.bottom > middle.bottom
    assert not found.meets(Box(600, 0, 640, 480))


def test_a_face_in_a_large_picture_is_found_where_it_is():
    large = Image.new("RGB", (4000, 3000), "grey")
    large.paste(a_face((1600, 1200), (500, 300), 400), (2000, 1500))
    (found,) = find_faces(large)
    assert 2350 < found.left < 2600
    assert 1700 < found.top < 1900
    assert 2800 < found.right < 3050


def test_no_face_is_found_where_there_is_none():
    assert find_faces(Image.new("RGB", (640, 480), "white")) == []


def test_when_nobody_could_look_that_is_said_and_is_not_no_faces(monkeypatch):
    monkeypatch.setattr("schoolgate.imaging.faces.SECONDS", 0.001)
    with pytest.raises(NoAnswerError):
        find_faces(Image.new("RGB", (640, 480), "white"))
