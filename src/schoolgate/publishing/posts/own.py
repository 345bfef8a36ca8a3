"""What is the school's own: numbers and addresses that may stand in its posts, and names that are no pupil's."""

from __future__ import annotations

from schoolgate.community.models import School
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.pictures.nobodys import of_classes
from schoolgate.publishing.posts.models import OwnWords


def latest(school: School) -> OwnWords | None:
    return OwnWords.objects.of(school).order_by("-at", "-pk").first()


def own(school: School) -> frozenset[str]:
    """With the addresses that its official accounts hang on."""
    row, accounts = latest(school), Channel.objects.of(school).filter(state=Channel.State.OPEN)
    return frozenset([*(row.details if row else ()), *accounts.values_list("email", flat=True)])


def nobodys(school: School) -> tuple[str, ...]:
    """With the names of its classes and teams."""
    row = latest(school)
    return (*(row.names if row else ()), *of_classes(school))
