"""The original: opened by those who lead, with a reason, and destroyed on its date."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import somebody
from ladders import under
from pictures import a_picture
from schoolgate.jobs.work import drain
from schoolgate.publishing.pictures.jobs import destroy_originals_everywhere
from schoolgate.publishing.pictures.keeping import destroy_on
from schoolgate.publishing.pictures.models import Opening
from schoolgate.record import vault
from schoolgate.record.models import LedgerEntry
from typed import words

pytestmark = pytest.mark.django_db
ORIGINAL = b"what the camera wrote"


@pytest.fixture
def teacher(school):
    return somebody("staff", school=school)


def with_original(by, *, days: int):
    stored = vault.put(ORIGINAL)
    due = timezone.localdate() + timedelta(days=days)
    return a_picture(by, original_key=stored.key, original_sha256=stored.sha256, destroy_on=due)


def test_the_head_opens_it_with_a_reason_that_is_sealed(teacher, sign_in):
    picture = with_original(teacher, days=10)
    client, at = sign_in(somebody("head", school=teacher.school)), f"/pictures/{picture.pk}/original/"
    assert "Say why you open it" in words(client.post(at, {"why": ""}))
    assert not Opening.unscoped.exists()
    answer = client.post(at, {"why": "A parent says that it was changed."})
    assert answer.content == ORIGINAL
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("attachment")
    assert Opening.unscoped.get().said("why") == "A parent says that it was changed."
    entry = LedgerEntry.objects.get(verb="picture.original_opened")
    assert "parent" not in str(entry.detail)


@pytest.mark.parametrize(("role", "status"), [("staff", 403), ("deputy_dsl", 403), ("technician", 403), ("dsl", 200)])
def test_who_opens_it(teacher, sign_in, role, status):
    picture = with_original(teacher, days=10)
    assert sign_in(somebody(role, school=teacher.school)).get(f"/pictures/{picture.pk}/original/").status_code == status


def test_a_head_of_another_school_does_not_know_of_it(teacher, sign_in):
    picture = with_original(teacher, days=10)
    assert sign_in(somebody("head")).get(f"/pictures/{picture.pk}/original/").status_code == 404


def test_on_its_date_it_is_destroyed_and_only_its_hash_is_left(teacher, sign_in):
    today, later = with_original(teacher, days=0), with_original(teacher, days=1)
    destroy_originals_everywhere()
    drain()
    for picture in (today, later):
        picture.refresh_from_db()
    assert today.original_key == ""
    assert vault.get(later.original_key) == ORIGINAL
    assert vault.get(today.vault_key)
    entry = LedgerEntry.objects.get(verb="picture.original_destroyed")
    assert today.original_sha256 in entry.detail
    page = sign_in(somebody("head", school=teacher.school)).post(f"/pictures/{today.pk}/original/", {"why": "x"})
    assert "destroyed on its date" in words(page)


def test_its_bytes_are_gone_from_the_disk(teacher, django_capture_on_commit_callbacks):
    key = with_original(teacher, days=0).original_key
    with django_capture_on_commit_callbacks(execute=True):
        destroy_originals_everywhere()
        drain()
    with pytest.raises(vault.VaultError):
        vault.get(key)


def test_how_long_is_the_policys_to_say_and_a_year_where_it_says_nothing(school):
    today = timezone.localdate()
    assert destroy_on(school, today) == today + timedelta(days=365)
    under(school, "days-lane")
    assert destroy_on(school, today) == today + timedelta(days=365)
