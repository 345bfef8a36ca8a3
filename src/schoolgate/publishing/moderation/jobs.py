"""What moderation does in the background: comments are read, and what was decided about them is done."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every
from schoolgate.publishing.moderation import carrying_out, fetching
from schoolgate.publishing.moderation.models import Comment


@job(outside=True)
def read(channel: int) -> None:
    """Read what is due of one channel. Run twice, each comment is kept once."""
    if fetching.read(channel):
        read.at(timezone.now(), channel=channel)


@job(outside=True)
def carry_out(comment: int, tries: int = 1) -> None:
    when = carrying_out.carry_out(comment, tries)
    if when is not None:
        carry_out.at(when, comment=comment, tries=tries + 1)


@job
def look_after_all() -> None:
    """Read what is due, and take up again what was decided and has no job any more."""
    fetching.begin_new()
    channels = fetching.due(timezone.now()).order_by().values_list("delivery__channel", flat=True).distinct()
    for channel in channels:
        if not any(read.waiting(channel=channel)):
            read.later(channel=channel)
    for comment in Comment.unscoped.exclude(wanted="").filter(by_hand_by=None).values_list("pk", flat=True):
        if not any(carry_out.waiting(comment=comment)):
            carry_out.later(comment=comment)


SCHEDULE = [Every("hour", look_after_all)]
