"""Pictures that could not be looked at wait for somebody to decide, and never for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from carrying import saved
from drawn_face import a_face
from factories import somebody
from schoolgate.jobs.work import drain
from schoolgate.publishing.pictures.jobs import destroy_originals_everywhere
from schoolgate.publishing.pictures.models import Album, Arrival, Picture
from schoolgate.record import vault
from schoolgate.record.models import LedgerEntry
from typed import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(school):
    return somebody("staff", school=school)


@pytest.fixture
def stuck(teacher, sign_in):
    """An album whose job was tried again and again, and failed for good."""
    picture = SimpleUploadedFile("fair.png", saved(a_face(), "PNG"))
    sign_in(teacher).post("/pictures/add/", {"pictures": [picture], "made": "taken"})
    DBTaskResult.objects.filter(task_path__endswith="take_in_album").update(status=TaskResultStatus.FAILED)
    return Album.unscoped.get()


def key(album: Album) -> str:
    return str(album.arrivals.get().file_key)


def test_whoever_brought_them_sees_it_and_has_them_looked_at_again(stuck, teacher, sign_in):
    client = sign_in(teacher)
    assert "Decide about pictures that could not be looked at" in words(client.get("/"))
    page = client.get(f"/pictures/albums/{stuck.pk}/")
    assert "One of them could not be looked at" in words(page)
    assert "hx-get" not in page.content.decode().split("<main", 1)[1]
    page = words(client.post(f"/pictures/albums/{stuck.pk}/waiting/", {"do": "again"}, follow=True))
    assert "We are looking at your pictures" in page
    drain()
    assert Picture.unscoped.count() == 1
    assert "Decide about pictures" not in words(client.get("/"))


def test_or_throws_them_away_with_the_file(stuck, teacher, sign_in, django_capture_on_commit_callbacks):
    client, lay = sign_in(teacher), key(stuck)
    with django_capture_on_commit_callbacks(execute=True):
        page = words(client.post(f"/pictures/albums/{stuck.pk}/waiting/", {"do": "throw_away"}, follow=True))
    assert "it was thrown away" in page
    assert stuck.arrivals.get().state == Arrival.State.REFUSED
    with pytest.raises(vault.VaultError):
        vault.get(lay)
    assert LedgerEntry.objects.filter(verb="pictures.thrown_away").count() == 1


def test_while_a_job_is_to_look_at_them_there_is_nothing_to_decide(teacher, sign_in):
    client = sign_in(teacher)
    picture = SimpleUploadedFile("fair.png", saved(a_face(), "PNG"))
    client.post("/pictures/add/", {"pictures": [picture], "made": "taken"})
    album = Album.unscoped.get()
    page = words(client.post(f"/pictures/albums/{album.pk}/waiting/", {"do": "throw_away"}, follow=True))
    assert "They are being looked at" in page
    assert album.arrivals.get().state == Arrival.State.WAITING


def test_nothing_waits_for_ever(stuck, teacher, sign_in):
    destroy_originals_everywhere.later()
    drain()
    assert stuck.arrivals.get().state == Arrival.State.WAITING
    Album.unscoped.update(at=timezone.now() - timedelta(days=15))
    destroy_originals_everywhere.later()
    drain()
    assert stuck.arrivals.get().state == Arrival.State.REFUSED
    assert "were thrown away" in words(sign_in(teacher).get("/"))


def test_it_is_not_for_other_teachers(stuck, sign_in, school):
    other = sign_in(somebody("staff", school=school))
    assert other.post(f"/pictures/albums/{stuck.pk}/waiting/", {"do": "throw_away"}).status_code == 404
