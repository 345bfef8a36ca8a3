"""Somebody writes a post, changes it or throws it away. Each saving is a version of its own, and is checked."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.approvals.actions.asking import withdraw
from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Person
from schoolgate.publishing.posts.finding import latest, locked
from schoolgate.publishing.posts.gate import Gated, gate, keep_check
from schoolgate.publishing.posts.models import Approval, Delivery, Post, PostVersion, new_reference
from schoolgate.publishing.posts.reaching import runs
from schoolgate.publishing.posts.words import Words, hashed, pictures_of, words_of

State = Post.State
OPEN_TO_CHANGE = (State.DRAFT, State.ASKED, State.APPROVED, State.REFUSED)
BEGUN = (Delivery.State.SENDING, Delivery.State.PROCESSING, Delivery.State.OUT, Delivery.State.BY_HAND)
NO_CHANNEL = "Choose where it goes. You can publish only on accounts that are open and that you help to run."
TOO_LATE = "It is out, or on its way, so it cannot be changed any more. Take it down, and write it anew."
OVER = "This post is taken down or thrown away. Write a new one."


def write(by: Person, words: Words, post: Post | None = None, reference: str = "") -> tuple[PostVersion, Gated]:
    """Save what somebody wrote, as a new post or a new version of one, and what the gate says of it.

    An approval is of one version, so whatever was asked or approved before counts no more. Raises Refused for a
    channel that is not theirs, and for a post that is on its way.
    """
    with change(by, "post.write", by.school) as ledger:
        if not words.channels or runs(by).filter(pk__in=words.channels).count() != len(set(words.channels)):
            raise Refused(NO_CHANNEL)
        # A picture that was put away meanwhile is left out.
        words = words._replace(pictures=tuple(one.pk for one in pictures_of(by.school, words.pictures)))
        held = _new(by, reference or new_reference()) if post is None else _to_change(post)
        if held.state == State.DRAFT and post is not None and (same := _same(held, words)):
            version = same
            ledger.write("post.saved_again", held, version=version.number)
        else:
            version = _version(by, held, words)
            undo(ledger, by, held)
            ledger.write("post.written", held, version=version.number, sha256=version.sha256)
        gated = gate(version, timezone.localdate())
        keep_check(version, gated)
    return version, gated


def _new(by: Person, reference: str) -> Post:
    return Post.objects.create(school=by.school, by=by, reference=reference)


def _to_change(post: Post) -> Post:
    held = locked(post)
    if held.state not in OPEN_TO_CHANGE:
        raise Refused(TOO_LATE if held.state == State.OUT else OVER)
    if held.deliveries.filter(state__in=BEGUN).exists():
        raise Refused(TOO_LATE)
    return held


def _same(held: Post, words: Words) -> PostVersion | None:
    """The latest version, if it says just this."""
    last = latest(held)
    pictures = pictures_of(held.school, words.pictures)
    return last if words_of(last) == words and last.sha256 == hashed(words, pictures) else None


def _version(by: Person, held: Post, words: Words) -> PostVersion:
    version = PostVersion(
        post=held,
        number=held.versions.count() + 1,
        by=by,
        pictures=list(words.pictures),
        channels=list(words.channels),
        not_before=words.not_before,
        page=words.page,
        unlisted=words.unlisted,
        sha256=hashed(words, pictures_of(held.school, words.pictures)),
    )
    version.keep(text=words.text, title=words.title, tags=list(words.tags))
    version.save()
    return version


def undo(ledger: Change, by: Person, held: Post) -> None:
    """What was asked for or approved of an earlier version, and did not begin to go out, is over."""
    waiting = held.deliveries.filter(state=Delivery.State.WAITING)
    stopped = waiting.update(state=Delivery.State.STOPPED, problem="changed")
    for approval in Approval.objects.of(held.school).filter(version__post=held).select_related("request__asker"):
        # Somebody else's request says by itself that it is of a version that is not the latest: `requests.py`.
        if approval.request.waits and approval.request.asker_id == by.pk:
            withdraw(by, approval.request)
    if held.state != State.DRAFT:
        ledger.write("post.approval_over", held, was=held.state, stopped=stopped)
        held.state = State.DRAFT
        held.save(update_fields=["state"])


def drop(by: Person, post: Post) -> None:
    """Throw away what was never published. Its versions stay on record."""
    with change(by, "post.write", by.school) as ledger:
        held = _to_change(post)
        undo(ledger, by, held)
        held.state = State.DROPPED
        held.save(update_fields=["state"])
        ledger.write("post.dropped", held)
