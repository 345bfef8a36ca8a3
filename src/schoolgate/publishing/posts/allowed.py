"""Whether a delivery may go out now, asked once more of everything that said so before."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.publishing.channels.gate import why_closed
from schoolgate.publishing.networks.errors import NoAccess
from schoolgate.publishing.posts.actions.publishing import unchanged
from schoolgate.publishing.posts.gate import gate
from schoolgate.publishing.posts.models import Delivery

NOT_THIS_ONE = "The check stopped it just before it went out. Something has changed since it was approved."
CHANGED = "It was changed after it was approved."


def why_not(taken: Delivery) -> tuple[str, str] | None:
    """A kind and a sentence where it is not to go out any more.

    Raises NoAccess for a channel that is open and not connected: that is put right, and it goes out after all.
    """
    if taken.post.down_asked_at is not None:
        return "taken_down", ""
    if not unchanged(taken.version):
        return "changed", CHANGED
    # Before anybody is asked to connect the channel, or to do it by hand.
    if gate(taken.version, timezone.localdate()).blocked:
        return "check", NOT_THIS_ONE
    if why := why_closed(taken.channel):
        if taken.channel.is_open:
            raise NoAccess(why)
        return "channel_closed", why
    return None
