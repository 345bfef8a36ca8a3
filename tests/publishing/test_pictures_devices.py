"""What a picture was taken with: the school's own, or somebody has to answer for it, and the policy has the last word."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from carrying import saved
from drawn_face import a_face
from factories import pupil, somebody
from ladders import under
from pictures import a_picture
from schoolgate.imaging.origin import Origin
from schoolgate.publishing.pictures.devices import device_of
from schoolgate.publishing.pictures.models import Device, Picture
from schoolgate.publishing.pictures.ready import DEVICE, REFUSED, why_not
from schoolgate.record.models import LedgerEntry
from typed import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician(school):
    return somebody("technician", school=school)


def taken_with(make, model):
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = make, model
    return SimpleUploadedFile("x.jpg", saved(a_face(), "JPEG", exif=exif))


@pytest.mark.parametrize(
    ("said", "known"),
    [
        (Origin("Canon", "EOS 2000D", "123"), "camera"),
        (Origin("CANON", "eos 2000d"), "camera"),
        (Origin("Canon", "EOS 2000D", "999"), None),
        (Origin("Apple", "iPad"), "tablet"),
        (Origin("Apple", "iPad", "777"), "tablet"),
        (Origin("Apple", "iPhone 15"), None),
        (Origin(), None),
    ],
)
def test_a_device_is_known_by_its_number_or_where_either_says_none_by_make_and_model(school, said, known):
    Device.objects.create(school=school, name="camera", make="Canon", model="EOS 2000D", serial="123")
    Device.objects.create(school=school, name="tablet", make="Apple", model="iPad")
    Device.objects.create(school=school, name="old", make="Apple", model="iPhone 15", ended_on=timezone.localdate())
    found = device_of(school, said)
    assert (found.name if found else None) == known


def test_a_device_is_learned_from_a_picture_and_pictures_of_before_are_known_by_it(technician, sign_in):
    before = a_picture(technician, taken_with="")
    before.keep(origin={"make": "Apple", "model": "iPad"})
    before.save()
    other = a_picture(technician, taken_with="")
    client = sign_in(technician)
    given = {"name": "Tablet 4", "picture": taken_with("Apple", "iPad")}
    page = client.post("/pictures/devices/learn/", given, follow=True)
    assert "Tablet 4" in words(page)
    assert "Apple iPad" in words(page)
    before.refresh_from_db()
    other.refresh_from_db()
    assert (before.device, other.device) == (Device.unscoped.get(), None)
    assert Picture.unscoped.count() == 2
    again = client.post("/pictures/devices/add/", {"name": "x", "make": "apple", "model": "IPAD"})
    assert "on the list already" in words(again)


def test_a_picture_that_says_nothing_teaches_nothing(technician, sign_in):
    given = {"name": "Tablet 4", "picture": SimpleUploadedFile("x.png", saved(a_face(), "PNG"))}
    page = sign_in(technician).post("/pictures/devices/learn/", given)
    assert page.status_code == 422
    assert "does not say what it was taken with" in words(page)


def test_a_device_is_taken_off_the_list_once(technician, sign_in):
    device = Device.objects.create(school=technician.school, name="Tablet 4", make="Apple", model="iPad")
    client, at = sign_in(technician), f"/pictures/devices/{device.pk}/end/"
    assert "Tablet 4 is off the list" in words(client.post(at, follow=True))
    assert client.post(at).status_code == 404
    assert device_of(technician.school, Origin("Apple", "iPad")) is None
    assert LedgerEntry.objects.filter(verb="device.ended").count() == 1


def test_a_teacher_puts_no_telephone_on_the_list(school, sign_in):
    client = sign_in(somebody("staff", school=school))
    for page in ("", "learn/", "add/"):
        assert client.get(f"/pictures/devices/{page}").status_code == 403


def test_for_an_unknown_device_somebody_answers(school, sign_in):
    teacher = somebody("staff", school=school)
    picture = a_picture(teacher, pupil(school), taken_with="")
    client, at = sign_in(teacher), f"/pictures/{picture.pk}/device/"
    assert why_not(picture) == [DEVICE]
    assert "Say who took it" in words(client.post(at, {"taken_with": "own"}))
    page = client.post(at, {"taken_with": "own", "answer": "The tablet was empty."}, follow=True)
    assert "Ready" in words(page)
    picture.refresh_from_db()
    assert picture.said("device_answer") == "The tablet was empty."
    assert "empty" not in " ".join(str(entry.detail) for entry in LedgerEntry.objects.all())


def test_what_is_from_elsewhere_and_shows_nobody_of_ours_needs_no_answer(school):
    teacher = somebody("staff", school=school)
    picture = a_picture(teacher, made="elsewhere", taken_with="")
    picture.keep(source="CC BY 4.0")
    assert why_not(picture) == []
    assert DEVICE in why_not(a_picture(teacher, pupil(school), made="elsewhere", taken_with=""))


def test_where_the_policy_asks_for_the_schools_devices_no_answer_makes_a_pupils_picture_usable(school, sign_in):
    """The picture page shows the clause. Of adults alone it says nothing."""
    under(school, "days-lane")
    teacher = somebody("staff", school=school)
    picture = a_picture(teacher, pupil(school), taken_with="own")
    assert why_not(picture) == [REFUSED]
    page = words(sign_in(teacher).get(f"/pictures/{picture.pk}/"))
    assert "Why it cannot be used" in page
    assert "on its own equipment" in page
    assert why_not(a_picture(teacher, pupil(school), taken_with="school")) == []
    assert why_not(a_picture(teacher, teacher, taken_with="own")) == []


def test_where_the_policy_lets_people_use_their_own_the_answer_is_enough(school):
    under(school, "glenwood")
    assert why_not(a_picture(somebody("staff", school=school), pupil(school), taken_with="own")) == []
