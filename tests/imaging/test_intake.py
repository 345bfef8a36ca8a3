"""Pictures that come in are opened once, in a process of their own: clean, with faces, or with a reason why not."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from carrying import SECRET, a_photo, saved
from drawn_face import a_face
from schoolgate.imaging import intake
from schoolgate.imaging.clean import clean
from schoolgate.imaging.intake import Picture, take_in
from schoolgate.imaging.refusals import WHY, BadPictureError


def test_four_pictures_come_in_at_once_and_a_bad_one_spoils_only_itself():
    exif = Image.Exif()
    exif[0x010F] = "Canon"
    exif[0x010E] = SECRET
    face = saved(a_face((1600, 1200), (500, 300), 400), "JPEG", exif=exif)
    first, bad, moving, none = take_in([face, b"words", saved(a_photo((90, 60)), "GIF"), saved(no_face(), "PNG")])
    assert isinstance(first, Picture)
    assert first.cleaned == clean(face)
    assert (first.cleaned.origin.make, first.cleaned.origin.words) == ("Canon", True)
    (box,) = first.faces
    assert 300 < box.left < 620 < 780 < box.right < 1000
    assert isinstance(bad, BadPictureError)
    assert (bad.code, str(bad)) == ("not_a_picture", WHY["not_a_picture"])
    assert isinstance(moving, Picture)
    assert none.faces == []
    assert 0 <= none.fingerprint < 1 << 64


def no_face():
    return Image.linear_gradient("L").resize((640, 480)).convert("RGB")


def test_faces_are_found_in_the_upright_picture_that_goes_on():
    exif = Image.Exif()
    exif[0x0112] = 6
    (turned,) = take_in([saved(a_face((800, 600), (300, 200), 200).rotate(90, expand=True), "JPEG", exif=exif)])
    assert turned.cleaned.size == (800, 600)
    (box,) = turned.faces
    assert 250 < box.left < 350 < 450 < box.right < 560


def test_nobody_looks_for_faces_where_that_is_not_asked(monkeypatch):
    (picture,) = take_in([saved(a_face(), "JPEG")], faces=False)
    assert picture.faces is None
    assert picture.cleaned.media == "image/jpeg"
    assert take_in([]) == []


def test_one_that_is_too_large_is_not_even_handed_on():
    large, fit = take_in([bytes(26 * 1024 * 1024), saved(no_face(), "PNG")], faces=False)
    assert large.code == "too_many_bytes"
    assert isinstance(fit, Picture)


def test_when_looking_for_faces_takes_too_long_the_picture_is_clean_and_nobody_knows(monkeypatch):
    run, asked = intake.run, []

    def impatient(module, given, *arguments, seconds):
        asked.append(arguments)
        return run(module, given, *arguments, seconds=seconds if arguments else 0.01)

    monkeypatch.setattr(intake, "run", impatient)
    one, other = take_in([saved(a_face(), "JPEG"), saved(no_face(), "PNG")])
    assert (one.faces, other.faces) == (None, None)
    assert one.cleaned.size == (640, 480)
    assert asked == [(), (), ("no-faces",), (), ("no-faces",)]


@pytest.mark.parametrize("dies", ["takes too long", "breaks the process"])
def test_a_picture_that_cannot_be_opened_in_time_is_refused_gently(monkeypatch, dies):
    if dies == "takes too long":
        monkeypatch.setattr(intake, "SECONDS", 0.01)
    else:
        monkeypatch.setattr(intake, "MEMORY", 1)
        monkeypatch.setattr(intake, "run", broken)
    (refused,) = take_in([saved(a_face(), "JPEG")])
    assert refused.code == "too_much"


def broken(module, given, *arguments, seconds):
    from schoolgate.child import run

    return run("schoolgate.imaging.nowhere", given, *arguments, seconds=seconds)


def test_a_picture_of_the_largest_size_fits_into_the_memory_that_is_given():
    made = io.BytesIO()
    Image.new("1", (8000, 6200), 1).save(made, "PNG")
    (picture,) = take_in([made.getvalue()])
    assert picture.cleaned.size == (2048, 1587)
    assert picture.faces == []
