"""What came about on an account since somebody last looked it over."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.moderation.models import Comment, Handling
from schoolgate.publishing.posts.models import Delivery


def comments(channel: Channel, since: datetime | None) -> QuerySet[Comment]:
    """Those that came in since then, and those that nobody has looked at."""
    rows = Comment.objects.of(channel.school).filter(channel=channel).select_related("delivery__post")
    return rows.filter(Q(came_at__gte=since) | Q(state=Comment.State.NEW)) if since else rows


def posts(channel: Channel, since: datetime | None) -> QuerySet[Delivery]:
    """What was published on it since then."""
    rows = Delivery.objects.of(channel.school).filter(channel=channel, out_at__isnull=False)
    return rows.filter(out_at__gte=since) if since else rows


def counts(channel: Channel, since: datetime | None) -> dict[str, int]:
    """How many posts and comments, and what became of comments since then."""
    done = Handling.objects.of(channel.school).filter(comment__channel=channel)
    done = done.filter(at__gte=since) if since else done
    return {
        "posts": posts(channel, since).count(),
        "comments": comments(channel, since).count(),
        "hidden": done.filter(what=Handling.What.HIDE).values("comment").distinct().count(),
        "deleted": done.filter(what=Handling.What.DELETE).values("comment").distinct().count(),
    }
