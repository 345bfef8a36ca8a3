"""A change to one comment by somebody who looks after its account, with its row locked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Person
from schoolgate.publishing.moderation.models import Comment
from schoolgate.publishing.moderation.reaching import concerned, looks_after

POWER = "comment.handle"
NOT_YOURS = "Only those who look after this account can do this. Ask the people who stand on its page."
ANOTHER = "This may be about you, your family or what you wrote, so somebody else decides. You can ask for it here."
NOT_THERE = "This comment is not there any more. Nothing is needed from you."
NOT_NOW = "Somebody has decided about this comment meanwhile. You see below how it stands."
OVER = (Comment.State.DELETED, Comment.State.GONE)


@contextmanager
def held(by: Person, comment: Comment, *, decides: bool = True) -> Iterator[tuple[Change, Comment]]:
    """Raises Refused for whoever does not look after its account, whom it may be about where they would decide
    something (`decides`), and for one that is not there any more."""
    with change(by, POWER, comment.channel.school) as ledger:
        row = locked(comment)
        if not looks_after(by, row.channel):
            raise Refused(NOT_YOURS)
        if row.state in OVER:
            raise Refused(NOT_THERE)
        if decides and concerned(row, [by]):
            raise Refused(ANOTHER)
        yield ledger, row


def locked(comment: Comment) -> Comment:
    rows = Comment.objects.of(comment.channel.school).select_for_update(of=("self",))
    return rows.select_related("channel__school", "delivery__post__by").get(pk=comment.pk)
