"""Jobs wait in the transaction of the change that asks for them, and are done once."""

from __future__ import annotations

import json
import threading
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jobs import work_to_do
from schoolgate.jobs import jobs, work
from schoolgate.jobs.models import Timing, Worker
from schoolgate.jobs.schedule import Every, put_what_is_due
from schoolgate.record.models import LedgerEntry

pytestmark = pytest.mark.django_db


def noted() -> list[str]:
    return [
        json.loads(entry.detail)["word"] for entry in LedgerEntry.objects.filter(verb="test.noted").order_by("number")
    ]


def test_a_job_is_done_later_and_once(school):
    work_to_do.note.later(school=school.pk)
    assert noted() == []
    assert work.drain() == 1
    assert work.drain() == 0
    assert noted() == ["done"]


def test_one_waiting_copy_is_enough(school):
    work_to_do.note.later(school=school.pk, word="same")
    work_to_do.note.later(word="same", school=school.pk)
    work_to_do.note.later(school=school.pk, word="other")
    assert work.drain() == 2


def test_a_change_that_is_undone_asks_for_nothing(school):
    with transaction.atomic():
        work_to_do.note.later(school=school.pk)
        transaction.set_rollback(True)
    assert work.drain() == 0


def test_what_a_job_asks_for_is_done_too(school):
    work_to_do.note_twice.later(school=school.pk)
    assert work.drain() == 3
    assert noted() == ["first", "second"]


def test_one_that_fails_leaves_nothing_and_is_tried_again_later_and_at_last_no_more(school, monkeypatch):
    work_to_do.note_and_stumble.later(school=school.pk)
    waits = []
    monkeypatch.setattr("schoolgate.jobs.schedule.schedule", list)
    for _ in range(len(work.AGAIN_AFTER) + 1):
        DBTaskResult.objects.update(run_after=timezone.now())
        assert work._once("somebody")
        kept = DBTaskResult.objects.get()
        waits.append(round((kept.run_after - timezone.now()).total_seconds() / 60))
        assert "Pip" not in kept.traceback
    assert noted() == []
    assert waits[:5] == list(work.AGAIN_AFTER)
    assert kept.status == "FAILED"
    assert kept.exception_class_path == "builtins.ValueError"
    assert not work._once("somebody")


def test_what_a_dead_worker_had_begun_is_put_back(school):
    work_to_do.note.later(school=school.pk)
    taken = work._take("dead")
    Worker.objects.create(name="dead", alive_at=timezone.now())
    assert work.put_back_the_lost() == 0, "it may still be at it"
    Worker.objects.update(alive_at=timezone.now() - timedelta(hours=1))
    assert work.put_back_the_lost() == 1
    work._take("quick")
    with pytest.raises(work.TakenAwayError), transaction.atomic():
        work._do(taken)
    assert noted() == [], "the slow one undid what it did, for the job is somebody else's now"


def test_a_job_that_speaks_outside_is_not_kept_in_a_transaction(school):
    work_to_do.tell_outside.later(word="hello")
    work.drain()
    assert work_to_do.TOLD == ["hello"]


def test_the_schedule_puts_each_once_however_often_it_was_missed(monkeypatch, school):
    nightly = Every("day", jobs.forget_finished, at="03:10")
    monkeypatch.setattr("schoolgate.jobs.schedule.schedule", lambda: [nightly])
    now = timezone.make_aware(datetime(2026, 11, 21, 12, 0))
    assert put_what_is_due(now) == 0, "a new one waits for its time of day"
    assert Timing.objects.get().next_at == timezone.make_aware(datetime(2026, 11, 22, 3, 10))
    assert put_what_is_due(now + timedelta(days=9)) == 1
    assert put_what_is_due(now + timedelta(days=9)) == 0


def test_a_daily_job_keeps_its_hour_when_the_clocks_change():
    nightly = Every("day", jobs.forget_finished, at="03:10")
    before = timezone.make_aware(datetime(2026, 10, 24, 12, 0))
    assert timezone.localtime(nightly.after(before)).strftime("%d %H:%M") == "25 03:10"


def test_every_job_on_the_schedule_of_the_house_can_be_found():
    from schoolgate.jobs.schedule import schedule

    names = [every.job.module_path for every in schedule()]
    assert "schoolgate.jobs.jobs.forget_finished" in names
    assert len(names) == len(set(names))


@pytest.mark.django_db(transaction=True)
def test_the_worker_stops_when_told(school):
    work_to_do.note.later(school=school.pk)
    stop = threading.Event()
    worker = threading.Thread(target=work.work, args=(stop,))
    worker.start()
    deadline = timezone.now() + timedelta(seconds=20)
    while not noted() and timezone.now() < deadline:
        stop.wait(0.1)
    stop.set()
    worker.join(20)
    assert noted() == ["done"]
    assert not Worker.objects.exists()
