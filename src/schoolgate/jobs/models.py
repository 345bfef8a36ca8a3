"""Who is at work, and when each thing on the schedule is next to be done."""

from __future__ import annotations

from django.db import models


class Worker(models.Model):
    """A process that runs jobs. It says now and then that it is alive; what a silent one had begun is put back."""

    name = models.CharField(max_length=64, primary_key=True)
    alive_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"worker {self.name}"


class Timing(models.Model):
    """When a job of the schedule is next put among what waits."""

    job = models.CharField(max_length=200, primary_key=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.job
