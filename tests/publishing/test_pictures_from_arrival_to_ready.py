"""A picture comes in, is cleaned, its faces get names and it gets a description: then it can be used."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from carrying import SECRET, a_photo, saved
from drawn_face import a_face
from factories import GroupFactory, MembershipFactory, pupil, somebody
from pictures import a_picture
from schoolgate.jobs.work import drain
from schoolgate.publishing.pictures.models import Album, Arrival, Device, Face, Picture
from schoolgate.publishing.pictures.ready import why_not
from schoolgate.record import vault
from schoolgate.record.models import LedgerEntry
from typed import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(school):
    return somebody("staff", school=school)


def a_file(image=None, name="amy at the fair.jpg", **said):
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x010E] = "Canon", "EOS 2000D", SECRET
    return SimpleUploadedFile(name, saved(image or a_face(), "JPEG", exif=exif, **said))


def bring(client, *files, **said):
    return client.post("/pictures/add/", {"pictures": list(files), "made": "taken", **said}, follow=True)


def taken_in(client, *files, **said):
    """The picture that came of the first file."""
    answer = bring(client, *(files or [a_file()]), **said)
    assert answer.status_code == 200, words(answer)
    drain()
    return Picture.unscoped.earliest("pk")


def test_from_arrival_to_ready(teacher, sign_in):
    """One drawn face: found, named, described, and the picture can be used."""
    child = pupil(teacher.school, name="Amy Ashdown")
    Device.objects.create(school=teacher.school, name="The camera", make="Canon", model="EOS 2000D")
    MembershipFactory(group=GroupFactory(school=teacher.school, name="Oak"), person=child)
    client = sign_in(teacher)
    page = bring(client, a_file())
    assert "Pictures looked at: 0 of 1" in words(page)
    drain()
    page = client.get(page.request["PATH_INFO"])
    assert "2 to do" in words(page)
    (picture,) = Picture.unscoped.all()
    assert why_not(picture) == ["Say whose face it is", "Describe it for those who cannot see it"]
    at = f"/pictures/{picture.pk}/"
    assert client.get(f"{at}numbered/")["Content-Type"] == "image/jpeg"
    assert client.get(f"{at}faces/1/image/")["Content-Type"] == "image/jpeg"
    page = client.get(f"{at}faces/1/", {"group": child.memberships.get().group_id})
    assert "Amy Ashdown" in words(page)
    page = client.post(f"{at}faces/1/", {"people": child.pk}, follow=True)
    assert "Amy Ashdown" in words(page)
    page = client.post(f"{at}words/", {"alt": "A child looks at us."}, follow=True)
    assert "Ready" in words(page)
    picture.refresh_from_db()
    assert why_not(picture) == []
    assert picture.said("alt") == "A child looks at us."
    verbs = LedgerEntry.objects.filter(verb__startswith="picture").order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["pictures.brought", "picture.taken_in", "picture.face_named", "picture.described"]


def test_what_is_kept_to_be_published_says_nothing_and_the_original_is_locked_away(teacher, sign_in):
    came = saved(a_photo(), "JPEG", comment=SECRET.encode())
    picture = taken_in(sign_in(teacher), SimpleUploadedFile("x.jpg", came))
    assert vault.get(picture.original_key) == came
    assert SECRET.encode() not in vault.get(picture.vault_key)
    assert picture.private["held"] == ["words that somebody wrote"]
    assert (picture.destroy_on - timezone.localdate(picture.at)).days == 365
    assert SECRET not in " ".join(str(entry.detail) for entry in LedgerEntry.objects.all())


def test_forty_at_once_and_each_is_taken_or_refused_for_itself(teacher, sign_in):
    """One broken, one no picture at all, one twice: the others are taken. No name of a file is told to the ledger."""
    twice = a_file(a_face(at=(300, 100)))
    again = SimpleUploadedFile("again.jpg", twice.read())
    twice.seek(0)
    broken = SimpleUploadedFile("broken.jpg", a_file().read()[:2000])
    words_only = SimpleUploadedFile("list.jpg", b"Amy, Ben, Cara")
    page = bring(sign_in(teacher), a_file(), broken, words_only, twice, again)
    drain()
    states = list(Arrival.unscoped.values_list("number", "state", "code"))
    assert states == [
        (1, "done", ""),
        (2, "refused", "broken"),
        (3, "refused", "not_a_picture"),
        (4, "done", ""),
        (5, "refused", "twice"),
    ]
    assert set(Arrival.unscoped.values_list("file_key", flat=True)) == {""}
    said = words(sign_in(teacher).get(page.request["PATH_INFO"]))
    assert "This file is damaged" in said
    assert "This is not a picture or film that we know" in said
    assert "This picture is here already" in said
    assert "amy" not in " ".join(str(entry.detail) for entry in LedgerEntry.objects.all()).lower()


def test_forty_one_are_too_many(teacher, sign_in):
    page = bring(sign_in(teacher), *[a_file() for _ in range(41)])
    assert page.status_code == 422
    assert "Choose up to 40 pictures" in words(page)
    assert not Album.unscoped.exists()


def test_a_form_from_elsewhere_is_not_taken(teacher):
    """Its token is still asked for, though the files are put into memory first."""
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(teacher.account)
    assert bring(client, a_file()).status_code == 403
    assert not Album.unscoped.exists()


def test_a_job_that_is_run_twice_takes_in_once(teacher, sign_in):
    from schoolgate.publishing.pictures.jobs import take_in_album

    picture = taken_in(sign_in(teacher))
    take_in_album(album=Album.unscoped.get().pk)
    assert Picture.unscoped.get() == picture


def test_a_face_that_the_machine_missed_is_added_and_stops_the_picture_until_it_is_named(teacher, sign_in):
    client, picture = sign_in(teacher), a_picture(teacher, image=Image.new("RGB", (600, 400)), alt="")
    at = f"/pictures/{picture.pk}/"
    assert "Tick the squares" in words(client.post(f"{at}faces/add/", {}))
    client.post(f"{at}words/", {"alt": "Grey."})
    page = client.post(f"{at}faces/add/", {"square": ["0", "1", "12", "13"]}, follow=True)
    assert "Whose is face 1?" in words(page)
    face = Face.unscoped.get()
    assert (face.left, face.top, face.right, face.bottom) == (0, 0, 100, 100)
    assert why_not(Picture.unscoped.get()) == ["Say whose face it is"]
    page = client.post(f"{at}faces/1/", {"other": "nobody"}, follow=True)
    assert "Ready" in words(page)


@pytest.mark.parametrize("other", ["outsider", "nobody"])
def test_a_face_of_nobody_at_school(teacher, sign_in, other):
    client, picture = sign_in(teacher), a_picture(teacher, None)
    client.post(f"/pictures/{picture.pk}/faces/1/", {"other": other})
    face = Face.unscoped.get()
    assert getattr(face, other)
    assert (face.person, face.named_by) == (None, teacher)


def test_somebody_of_another_school_cannot_be_named(teacher, sign_in):
    client, elsewhere = sign_in(teacher), pupil()
    picture = a_picture(teacher, None)
    page = client.post(f"/pictures/{picture.pk}/faces/1/", {"people": elsewhere.pk})
    assert page.status_code == 422
    assert not Face.unscoped.get().is_named


def test_a_pupils_name_does_not_stand_in_the_description(teacher, sign_in):
    pupil(teacher.school, name="Amy Ashdown")
    client, picture = sign_in(teacher), a_picture(teacher, alt="")
    page = client.post(f"/pictures/{picture.pk}/words/", {"alt": "Amy Ashdown plants beans."})
    assert page.status_code == 422
    assert "is a pupil’s full name" in words(page)
    picture.refresh_from_db()
    assert picture.said("alt") == ""


def test_what_is_from_elsewhere_says_whose_it_is(teacher, sign_in):
    client = sign_in(teacher)
    assert "Say whose they are" in words(bring(client, a_file(), made="elsewhere"))
    picture = taken_in(client, made="elsewhere", source="Jo Example, agreed on 3 May")
    assert picture.made == "elsewhere"
    assert "Jo Example, agreed on 3 May" in words(client.get(f"/pictures/{picture.pk}/"))


PAGES = [
    "",
    "image/",
    "small/",
    "numbered/",
    "words/",
    "faces/1/",
    "faces/1/image/",
    "faces/add/",
    "device/",
    "cover/",
    "put-away/",
]


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_sees_a_picture(teacher, sign_in, page):
    """Not a colleague who runs no channel, nor a head of another school: it is as if it were not there."""
    picture = a_picture(teacher, None)
    colleague, other_head = somebody("staff", school=teacher.school), somebody("head")
    assert sign_in(teacher).get(f"/pictures/{picture.pk}/{page}").status_code == 200
    assert sign_in(somebody("head", school=teacher.school)).get(f"/pictures/{picture.pk}/{page}").status_code == 200
    for person in (colleague, other_head):
        assert sign_in(person).get(f"/pictures/{picture.pk}/{page}").status_code == 404
    assert sign_in(somebody("parent", school=teacher.school)).get(f"/pictures/{picture.pk}/{page}").status_code == 403


def test_what_is_served_is_the_cleaned_one_and_is_kept_by_no_browser(teacher, sign_in):
    client = sign_in(teacher)
    picture = taken_in(client)
    answer = client.get(f"/pictures/{picture.pk}/image/")
    data = b"".join(answer.streaming_content)
    assert data == vault.get(picture.vault_key)
    assert SECRET.encode() not in data
    assert answer["Cache-Control"] == "private, no-store"
    assert Image.open(io.BytesIO(data)).size == (640, 480)


def test_the_home_page_says_what_is_to_be_finished(teacher, sign_in):
    client = sign_in(teacher)
    a_picture(teacher, None, alt="")
    a_picture(teacher, None, alt="")
    a_picture(teacher)
    assert "Finish 2 pictures that you added" in words(client.get("/"))
    assert "2 to do" in words(client.get("/pictures/?show=unfinished"))


def test_one_that_was_put_away_is_in_no_list_and_cannot_be_worked_on(teacher, sign_in):
    client, picture = sign_in(teacher), a_picture(teacher, None)
    page = client.post(f"/pictures/{picture.pk}/put-away/", follow=True)
    assert "It is put away" in words(page)
    assert "No pictures yet" in words(page)
    assert client.get(f"/pictures/{picture.pk}/").status_code == 404
    picture.refresh_from_db()
    assert why_not(picture) == ["It was put away. Use another picture"]


def test_a_parent_is_not_chosen_by_name_and_their_address_is_shown_to_nobody(teacher, sign_in):
    parent = somebody("parent", school=teacher.school)
    page = words(sign_in(teacher).get(f"/pictures/{a_picture(teacher, None).pk}/faces/1/"))
    assert parent.name not in page
    assert parent.account.email not in page


def test_a_page_of_many_pictures_asks_the_database_no_more_than_one_of_one(teacher, sign_in):
    client = sign_in(teacher)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get("/pictures/").status_code == 200
        return len(found)

    a_picture(teacher, None)
    asked()
    one = asked()
    for _ in range(5):
        a_picture(teacher, None)
    assert asked() == one
