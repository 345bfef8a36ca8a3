"""What is done every few minutes, every hour or every day, without anybody asking.

An app's `jobs.py` says so with SCHEDULE, a list of Everys.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Literal

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from schoolgate.jobs.backend import Job
from schoolgate.jobs.models import Timing


@dataclass(frozen=True, slots=True)
class Every:
    """A job that is done every five minutes, every hour, or every day at a time of the clock in the school's time zone
    ("06:30")."""

    period: Literal["five minutes", "hour", "day"]
    job: Job
    at: str = "00:00"

    def after(self, now: datetime) -> datetime:
        """The first time for it after `now`."""
        if self.period != "day":
            return now + (timedelta(hours=1) if self.period == "hour" else timedelta(minutes=5))
        hour, minute = (int(part) for part in self.at.split(":"))
        here = timezone.localtime(now)
        today = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if today > here:
            return today
        tomorrow = here.replace(tzinfo=None) + timedelta(days=1)
        return timezone.make_aware(tomorrow.replace(hour=hour, minute=minute, second=0, microsecond=0))


def schedule() -> Iterator[Every]:
    """Everything on the schedule, of every app."""
    for app in apps.get_app_configs():
        if app.name.startswith("schoolgate.") and find_spec(f"{app.name}.jobs"):
            yield from getattr(import_module(f"{app.name}.jobs"), "SCHEDULE", ())


def put_what_is_due(now: datetime | None = None) -> int:
    """Put every job whose time has come among what waits, each once, however many times were missed. How many."""
    moment = now or timezone.now()
    put = 0
    known = dict(Timing.objects.values_list("job", "next_at"))
    for every in schedule():
        name = every.job.module_path
        if name in known and known[name] > moment:
            continue
        with transaction.atomic():
            timing = Timing.objects.select_for_update().filter(pk=name).first()
            if timing is None:
                # A new one is done at once; a daily one waits for its time of day.
                first = moment if every.period != "day" else every.after(moment)
                timing, _ = Timing.objects.get_or_create(pk=name, defaults={"next_at": first})
            if timing.next_at <= moment:
                every.job.later()
                put += 1
                Timing.objects.filter(pk=name).update(next_at=every.after(moment))
    return put
