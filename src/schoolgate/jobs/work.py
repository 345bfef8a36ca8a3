"""Running what waits: one job after another, until told to stop."""

from __future__ import annotations

import logging
import secrets
import threading
from contextlib import nullcontext
from datetime import timedelta
from traceback import extract_tb
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from schoolgate.jobs.job import OUTSIDE
from schoolgate.jobs.models import Worker
from schoolgate.jobs.schedule import put_what_is_due

log = logging.getLogger("schoolgate.jobs")
AGAIN_AFTER = (1, 5, 25, 120, 600)
"""Minutes before a job that failed is tried again, the first time and after; then it stays failed."""
PAUSE = 1.0
"""Seconds between two looks at what waits, when nothing does."""
Status = TaskResultStatus
Running = DBTaskResult[..., Any]


def drain() -> int:
    """Run everything that waits and is due, and what that brings, here and now. How many jobs were run.

    For the tests and the demonstration: a job that fails raises, instead of being tried again.
    """
    run = 0
    while (taken := _take("drain")) is not None:
        _do(taken)
        run += 1
    return run


def work(stop: threading.Event) -> None:
    """Run what waits until `stop` is set, putting back what a worker that died had begun."""
    name = secrets.token_hex(8)
    beating = threading.Thread(target=_beat, args=(name, stop), daemon=True)
    _alive(name)
    beating.start()
    while not stop.is_set():
        close_old_connections()
        try:
            busy = _once(name)
        except DatabaseError as error:
            # The database is locked, restarting or full: nothing was begun, so wait and look again.
            log.warning("The worker waits for the database: %s", type(error).__name__)
            busy = False
        if not busy:
            stop.wait(PAUSE)
    Worker.objects.filter(pk=name).delete()


def _once(name: str) -> bool:
    put_what_is_due()
    put_back_the_lost()
    taken = _take(name)
    if taken is None:
        return False
    try:
        _do(taken)
    except Exception as error:
        _failed(taken, error)
    return True


def _take(name: str) -> Running | None:
    """Claim the first job that is due, or None. Two workers never claim the same."""
    with transaction.atomic():
        waiting = DBTaskResult.objects.ready()
        skip = connection.features.has_select_for_update_skip_locked
        taken: Running | None = waiting.select_for_update(skip_locked=skip).first()
        if taken is not None:
            taken.claim(name)
    return taken


def _do(taken: Running) -> None:
    job = taken.task
    with nullcontext() if job.module_path in OUTSIDE else transaction.atomic():
        job.func(**taken.args_kwargs["kwargs"])
        # Only while it is still ours: one that was put back meanwhile belongs to somebody else, and is undone here.
        still = DBTaskResult.objects.filter(pk=taken.pk, status=Status.RUNNING, worker_ids=taken.worker_ids)
        marked = still.update(
            status=Status.SUCCESSFUL, finished_at=timezone.now(), exception_class_path="", traceback=""
        )
        if not marked and job.module_path not in OUTSIDE:
            raise TakenAwayError


class TakenAwayError(Exception):
    """A job took longer than its worker could say that it was alive, and was given to another."""


def _failed(taken: Running, error: Exception) -> None:
    """Try again later, or leave it failed. What went wrong is kept without its words, which may hold somebody's."""
    if isinstance(error, TakenAwayError):
        return
    tries = len(taken.worker_ids)
    where = [
        f"{frame.filename.rsplit('schoolgate/', 1)[-1]}:{frame.lineno}" for frame in extract_tb(error.__traceback__)
    ]
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    log.warning("The job %s failed (%s), try %s", taken.task_path, kind, tries)
    mine = DBTaskResult.objects.filter(pk=taken.pk, status=Status.RUNNING, worker_ids=taken.worker_ids)
    if tries <= len(AGAIN_AFTER):
        later = timezone.now() + timedelta(minutes=AGAIN_AFTER[tries - 1])
        mine.update(status=Status.READY, run_after=later, exception_class_path=kind, traceback="\n".join(where))
    else:
        now = timezone.now()
        mine.update(status=Status.FAILED, finished_at=now, exception_class_path=kind, traceback="\n".join(where))


def put_back_the_lost() -> int:
    """Put back the jobs of workers that have been silent for longer than the lease. How many."""
    silent_since = timezone.now() - timedelta(seconds=settings.JOB_LEASE)
    running = DBTaskResult.objects.filter(status=Status.RUNNING)
    if not running.exists():
        return 0
    alive = set(Worker.objects.filter(alive_at__gte=silent_since).values_list("name", flat=True))
    back = 0
    for lost in running:
        if lost.worker_ids[-1] not in alive:
            same = DBTaskResult.objects.filter(pk=lost.pk, status=Status.RUNNING, worker_ids=lost.worker_ids)
            back += same.update(status=Status.READY, run_after=get_date_max())
    Worker.objects.filter(alive_at__lt=silent_since).delete()
    return back


def _alive(name: str) -> None:
    Worker.objects.update_or_create(pk=name, defaults={"alive_at": timezone.now()})


def _beat(name: str, stop: threading.Event) -> None:
    """Say every few seconds that this worker is alive."""
    while not stop.wait(settings.JOB_LEASE / 4):
        try:
            _alive(name)
        except DatabaseError:
            # A long write holds the database; the next beat says it.
            continue
        finally:
            connection.close()
