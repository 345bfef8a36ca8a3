"""The technician sees what failed in the background, and lets it be tried again."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from factories import SchoolFactory, somebody
from jobs import work_to_do
from schoolgate.jobs.work import AGAIN_AFTER, _once
from schoolgate.record.models import LedgerEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(school) -> DBTaskResult:
    work_to_do.note_and_stumble.later(school=school.pk)
    for _ in range(len(AGAIN_AFTER) + 1):
        DBTaskResult.objects.update(run_after=timezone.now())
        _once("worker")
    return DBTaskResult.objects.failed().get()


def test_a_job_that_failed_for_good_is_a_task_and_can_be_tried_again(failed, school, sign_in):
    technician = somebody("technician", school=school)
    client = sign_in(technician)
    assert "Look at the background work" in client.get("/").content.decode()
    page = client.get("/background/").content.decode()
    assert "Note and stumble" in page
    assert "builtins.ValueError" in page
    assert "Pip" not in page, "what went wrong is told without anybody's words"
    answer = client.post(f"/background/{failed.pk}/again/", follow=True)
    assert "It is tried again now" in answer.content.decode()
    assert DBTaskResult.objects.get(pk=failed.pk).status == "READY"
    entry = LedgerEntry.objects.get(verb="job.retried")
    assert entry.actor == technician.pk
    assert json.loads(entry.detail) == {}
    assert client.post(f"/background/{failed.pk}/again/").status_code == 404, "twice is once"


def test_another_school_s_work_is_not_shown(failed, sign_in):
    client = sign_in(somebody("technician", school=SchoolFactory()))
    assert "Look at the background work" not in client.get("/").content.decode()
    assert "Note and stumble" not in client.get("/background/").content.decode()
    assert client.post(f"/background/{failed.pk}/again/").status_code == 404


def test_nobody_works_in_the_background_is_said(school, sign_in):
    page = sign_in(somebody("technician", school=school)).get("/background/").content.decode()
    assert "Nothing is working in the background" in page


def test_the_technician_hears_that_the_disk_is_nearly_full(school, sign_in, monkeypatch):
    client = sign_in(somebody("technician", school=school))
    assert "Make room on the disk" not in client.get("/").content.decode()
    monkeypatch.setattr("schoolgate.record.vault.SPARE", 2**62)
    assert "Make room on the disk" in client.get("/").content.decode()
    assert "The disk is nearly full" in client.get("/background/").content.decode()
