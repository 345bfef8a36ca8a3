"""An approval is taken back: what has not begun to go out does not."""

from __future__ import annotations

from schoolgate.community.change import Change
from schoolgate.publishing.posts.finding import locked
from schoolgate.publishing.posts.models import Delivery, Post, PostVersion


def take_back(ledger: Change, version: PostVersion) -> None:
    """Within the change that takes the approval back. What is out stays out until somebody takes it down."""
    held = locked(version.post)
    waiting = Delivery.objects.of(held.school).filter(version=version, state=Delivery.State.WAITING, tries=0)
    stopped = waiting.update(state=Delivery.State.STOPPED, problem="taken_back")
    if held.state == Post.State.APPROVED and not held.deliveries.exclude(state=Delivery.State.STOPPED).exists():
        held.state = Post.State.REFUSED
        held.save(update_fields=["state"])
    ledger.write("post.approval_taken_back", held, version=version.number, stopped=stopped)
