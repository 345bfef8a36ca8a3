"""A job is a task of django-tasks that the database keeps, in the transaction of the change that asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult, get_date_max


class Job(Task[..., None]):
    """A function that can be asked for now and run later. Call it to run it here and now."""

    def __call__(self, **given: Any) -> None:
        self.func(**given)

    def later(self, **given: Any) -> None:
        """Put it among what waits, in the transaction under way.

        `given` are JSON values: references, never names or words. One waiting copy of the same call is enough.
        """
        arguments = dict(sorted(given.items()))
        waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=self.module_path)
        with transaction.atomic():
            if not waiting.filter(args_kwargs={"args": [], "kwargs": arguments}, run_after=get_date_max()).exists():
                self.enqueue(**arguments)

    def waiting(self, **given: Any) -> Iterator[dict[str, Any]]:
        """The arguments of the calls with these among theirs that are not done yet, nor failed for good."""
        under_way = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
        calls = DBTaskResult.objects.filter(status__in=under_way, task_path=self.module_path)
        wanted = {f"args_kwargs__kwargs__{name}": value for name, value in given.items()}
        for call in calls.filter(**wanted).values_list("args_kwargs", flat=True):
            yield call["kwargs"]

    def at(self, when: datetime, **given: Any) -> None:
        """Put it among what waits, not to be run before a time."""
        self.using(run_after=when).enqueue(**dict(sorted(given.items())))


class Backend(DatabaseBackend):
    task_class = Job
