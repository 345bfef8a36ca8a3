"""What every network is asked about in the same way: the post itself, what was written below it since, and what became
of a removal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from schoolgate.publishing.networks.errors import Failed, Gone, Trouble
from schoolgate.publishing.networks.network import Answer, Comment, Published, Reference


def post_of(published: Published, what: str) -> Reference:
    """Raises Failed where nothing of it but its media is known; `what` is what is missing then, in words."""
    if published.post is None:
        raise Failed(f"There is no {what} to ask about.", again=False)
    return published.post


def written_since(comments: Iterable[Comment], since: datetime | None) -> list[Comment]:
    """The oldest first. For a network that tells whole seconds: what came in the same second comes again."""
    after = since.replace(microsecond=0) if since else None
    return sorted((one for one in comments if after is None or one.at >= after), key=lambda one: one.at)


def became_of(error: Trouble) -> Answer:
    """What a removal came to that ended in this."""
    return Answer("already gone") if isinstance(error, Gone) else Answer("failed", str(error), error.again)
