"""A film comes in: nothing but what is seen and heard goes on, and somebody watches it and says who is in it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from carrying import SECRET, a_film, saved
from drawn_face import a_face
from factories import pupil, somebody
from pictures import a_picture
from schoolgate.jobs.work import drain
from schoolgate.publishing.pictures.models import Arrival, Picture
from schoolgate.publishing.pictures.ready import NOT_WATCHED, why_not
from schoolgate.record import vault
from typed import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(school):
    return somebody("staff", school=school)


def test_a_film_from_arrival_to_ready(teacher, sign_in):
    child, client = pupil(teacher.school, name="Amy Ashdown"), sign_in(teacher)
    given = {"pictures": [SimpleUploadedFile("a.mp4", a_film())], "made": "taken"}
    client.post("/pictures/add/", given)
    drain()
    film = Picture.unscoped.get()
    assert (film.kind, film.media) == ("film", "video/mp4")
    assert SECRET.encode() not in vault.get(film.vault_key)
    assert why_not(film)[0] == NOT_WATCHED
    at = f"/pictures/{film.pk}/"
    page = client.get(at)
    assert "Watch the film to its end" in words(page)
    assert f'src="{at}image/"' in page.content.decode()
    assert client.get(f"{at}small/")["Content-Type"] == "image/jpeg"
    page = client.post(f"{at}who/", {"people": child.pk}, follow=True)
    assert "It is written down" in words(page)
    assert "said already" in words(client.post(f"{at}who/", {"people": child.pk}))
    client.post(f"{at}who/", {"other": "outsider"})
    client.post(f"{at}looked/")
    client.post(f"{at}words/", {"alt": "Children sing."})
    client.post(f"{at}device/", {"taken_with": "school", "answer": "The new camera."})
    film.refresh_from_db()
    assert why_not(film) == []
    assert [(face.person, face.outsider) for face in film.faces.all()] == [(child, False), (None, True)]
    page = words(client.get(at))
    assert "Person 1 Amy Ashdown" in page
    assert "Ready" in page


def test_a_broken_film_is_refused_and_keeps_no_picture_out(teacher, sign_in):
    files = [SimpleUploadedFile("a.mp4", a_film()[:3000]), SimpleUploadedFile("b.png", _png())]
    sign_in(teacher).post("/pictures/add/", {"pictures": files, "made": "taken"})
    drain()
    assert list(Arrival.unscoped.values_list("state", "code")) == [("refused", "broken"), ("done", "")]


def _png() -> bytes:
    return saved(a_face((300, 200), (50, 20), 80), "PNG")


def test_who_is_in_a_picture_is_said_of_its_faces_and_a_film_has_none_to_cover(teacher, sign_in):
    client, picture, film = sign_in(teacher), a_picture(teacher), a_picture(teacher, kind="film")
    assert client.get(f"/pictures/{picture.pk}/who/").status_code == 404
    for page in ("cover/", "faces/add/"):
        assert client.get(f"/pictures/{film.pk}/{page}").status_code == 404
