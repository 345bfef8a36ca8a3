"""A face is covered or cut off there and then: what comes of it is a picture of its own."""

from __future__ import annotations

import numpy
import pytest
from PIL import Image

from carrying import a_photo
from factories import pupil, somebody
from pictures import FACE, a_picture
from schoolgate.imaging.faces import find_faces
from schoolgate.publishing.consents.models import Consent, Purpose
from schoolgate.publishing.pictures.models import Face, Picture
from schoolgate.publishing.pictures.ready import why_not
from schoolgate.publishing.pictures.showing import pixels
from schoolgate.record.models import LedgerEntry
from typed import form_on, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(school):
    return somebody("staff", school=school)


def with_two(teacher, one, other, **fields):
    """A wide picture: a drawn face to the left, and one who stands to the right."""
    image = Image.new("RGB", (1000, 480), (90, 120, 150))
    image.paste(a_photo(), (0, 0))
    picture = a_picture(teacher, one, image=image, **fields)
    Face.objects.create(picture=picture, number=2, left=700, top=100, right=900, bottom=340, person=other)
    return picture


def cover(client, picture, how, *faces):
    return client.post(f"/pictures/{picture.pk}/cover/", {"how": how, "face": faces}, follow=True)


def test_covered_faces_are_gone_and_the_others_keep_their_names(teacher, sign_in):
    one, other = pupil(teacher.school), pupil(teacher.school, name="Ben Example")
    picture = with_two(teacher, one, other)
    page = cover(sign_in(teacher), picture, "blur", 1)
    assert "Made by covering faces" in words(page)
    child = picture.derivatives.get()
    (face,) = child.faces.all()
    assert (face.number, face.person, face.left) == (1, other, 700)
    assert why_not(child) == []
    before, after = pixels(picture), pixels(child)
    assert find_faces(before)
    assert not [box for box in find_faces(after) if box.left < 500]
    gone = numpy.asarray(after.crop(FACE), dtype=int)
    # Nothing but a few spots of colour that run into each other: no two neighbours differ as they do in a face.
    assert (
        numpy.abs(numpy.diff(gone, axis=1)).max()
        < numpy.abs(numpy.diff(numpy.asarray(before.crop(FACE), dtype=int), axis=1)).max()
    )
    entry = LedgerEntry.objects.get(verb="picture.covered")
    assert picture.sha256 in entry.detail
    assert child.sha256 in entry.detail
    picture.refresh_from_db()
    assert picture.faces.count() == 2


def test_cutting_off_keeps_the_largest_part_and_its_faces_where_they_are_now(teacher, sign_in):
    one, other = pupil(teacher.school), pupil(teacher.school)
    picture = with_two(teacher, one, other)
    cover(sign_in(teacher), picture, "crop", 1)
    child = picture.derivatives.get()
    assert (child.width, child.height, child.made) == (600, 480, "cropped")
    (face,) = child.faces.all()
    assert (face.left, face.top, face.right, face.bottom, face.person) == (300, 100, 500, 340, other)
    # What was said of the whole may not be true of the part.
    assert why_not(child) == ["Describe it for those who cannot see it"]


def test_where_nothing_would_be_left_it_says_so(teacher, sign_in):
    picture = a_picture(teacher, None, image=Image.new("RGB", (600, 400)))
    picture.faces.update(left=100, right=500)
    page = cover(sign_in(teacher), picture, "crop", 1)
    assert page.status_code == 422
    assert "Cover them instead" in words(page)
    assert "Choose at least one face" in words(cover(sign_in(teacher), picture, "blur"))
    assert "Choose at least one face" in words(cover(sign_in(teacher), picture, "blur", 7))
    assert "Choose whether to cover them" in words(cover(sign_in(teacher), picture, "", 1))
    assert Picture.unscoped.count() == 1


def test_who_may_be_shown_nowhere_is_not_this_one_and_nobody_is_told_why(teacher, sign_in):
    """A yes for one purpose is enough to be asked about elsewhere; a no and silence read the same."""
    shown, silent, no = (somebody("staff", school=teacher.school) for _ in range(3))
    for person, yes in ((shown, True), (no, False)):
        Consent.objects.create(
            school=teacher.school, person=person, purpose=Purpose.WEBSITE, yes=yes, said_by=person, how="signed_in"
        )
    picture = a_picture(teacher, shown, silent, no, None)
    client = sign_in(teacher)
    page = words(client.get(f"/pictures/{picture.pk}/"))
    assert page.count("Not this one") == 3
    for word in ("consent", "said no", "never"):
        assert word not in page
    form = form_on(client.get(f"/pictures/{picture.pk}/cover/"))
    assert form["face"] == ["2", "3", "4"]


def test_nobody_else_covers_it(teacher, sign_in):
    picture = a_picture(teacher, None)
    assert cover(sign_in(somebody("staff", school=teacher.school)), picture, "blur", 1).status_code == 404
    assert Picture.unscoped.count() == 1
