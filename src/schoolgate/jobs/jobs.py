"""Keeping the list of jobs short."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every


@job
def forget_finished() -> None:
    """Remove the record of jobs that ended well more than a day ago. Failed ones stay until somebody looks."""
    DBTaskResult.objects.successful().filter(finished_at__lt=timezone.now() - timedelta(days=1)).delete()


SCHEDULE = [Every("day", forget_finished, at="03:10")]
