"""What posts do in the background: they are sent, asked after, and taken down."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from schoolgate.jobs.backend import Job
from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every
from schoolgate.publishing.posts import copying, sending, taking_down
from schoolgate.publishing.posts.models import Delivery, Reference
from schoolgate.publishing.posts.outcome import Lost

State = Delivery.State


@job(outside=True)
def send(delivery: int) -> None:
    """Send one, and see how the network gets on with it. Run twice, it finds that it is done."""
    try:
        when = sending.send(delivery)
    except Lost:
        return
    if Delivery.unscoped.filter(pk=delivery, state=State.PROCESSING).exists():
        _at(poll, when or timezone.now(), delivery)
    elif when is not None:
        _at(send, when, delivery)


@job(outside=True)
def poll(delivery: int) -> None:
    when = sending.poll(delivery)
    if when is not None:
        _at(poll, when, delivery)


@job(outside=True)
def take_down(delivery: int, tries: int = 1) -> None:
    """Take down what is to go of one delivery, and ask as a stranger whether it is gone."""
    when = taking_down.take_down(delivery, tries)
    if when is not None:
        take_down.at(when, delivery=delivery, tries=tries + 1)


@job(outside=True)
def copy(delivery: int) -> None:
    """Keep its page as a stranger sees it now."""
    copying.copy(delivery)


@job
def look_after_all() -> None:
    """What waits and has no job any more, because something failed for good: put it back."""
    late = timezone.now() - timedelta(minutes=10)
    rows = Delivery.unscoped.filter(state__in=(State.WAITING, State.SENDING), not_before__lt=late, next_at__lt=late)
    for number in rows.values_list("pk", flat=True):
        if not any(send.waiting(delivery=number)):
            send.later(delivery=number)
    for number in Delivery.unscoped.filter(state=State.PROCESSING).values_list("pk", flat=True):
        if not any(poll.waiting(delivery=number)):
            poll.later(delivery=number)
    left = Reference.unscoped.filter(gone_at=None, by_hand_by=None).exclude(asked_at=None)
    for number in left.values_list("delivery", flat=True).distinct():
        if not any(take_down.waiting(delivery=number)):
            take_down.later(delivery=number)


def _at(what: Job, when: datetime, delivery: int) -> None:
    what.at(when, delivery=delivery)


SCHEDULE = [Every("hour", look_after_all)]
