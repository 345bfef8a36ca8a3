"""Somebody asks that a post be published. Where the policy asks nobody, it is."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from schoolgate.approvals.actions.asking import make
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person
from schoolgate.publishing.checking.facts import PUBLISH
from schoolgate.publishing.posts.actions.publishing import publish, unchanged
from schoolgate.publishing.posts.finding import latest, locked
from schoolgate.publishing.posts.gate import Gated, gate, keep_check
from schoolgate.publishing.posts.models import Approval, Post, PostVersion
from schoolgate.publishing.posts.policy import by_eye

State = Post.State
CHANGED = "Somebody has changed this post meanwhile. Look at it again, then send it."
BLOCKED = "Something still stands in the way of this post. Put right what is marked below, then send it."
OTHER_PICTURE = "One of its pictures was changed or put away. Look at the post, save it once more, and ask again."
FORBIDDEN = "The policy in force does not allow this post, so nobody can approve it. Ask your head teacher."
NO_POLICY = "Your school has no policy in force, so nothing says who approves posts. Ask your head teacher to begin."
NOT_NOW = "This post is not a draft any more. Look at where it stands."


def submit(by: Person, post: Post, sha256: str, words: str) -> ApprovalRequest | None:
    """Ask whoever the policy names; None where it names nobody, and the post is published.

    `sha256` is of the version that was on the page, which `by` has looked at as the policy asks. Raises Refused where
    that is not the latest, where something blocks it, and where nobody is there to ask.
    """
    with change(by, "post.write", by.school) as ledger:
        held, version, gated = to_send(post, sha256)
        keep_check(version, gated)
        assert gated.answer is not None
        assert gated.policy is not None
        looked = [clause.id for _, clause in by_eye(gated.policy.clauses_on(timezone.localdate()))]
        if not gated.answer.groups:
            verdict = gated.answer.ruling.verdict
            ledger.write("post.needs_nobody", held, version=version.number, verdict=verdict, looked=looked)
            publish(ledger, version)
            return None
        asked = ApprovalRequest(kind="post", act=PUBLISH, facts={**gated.facts, "version": version.pk}, words=words)
        request = make(by, asked)
        Approval.objects.create(version=version, request=request)
        held.state = State.ASKED
        held.save(update_fields=["state"])
        ledger.write("post.asked", held, version=version.number, request=request.pk, looked=looked)
    return request


def to_send(post: Post, sha256: str) -> tuple[Post, PostVersion, Gated]:
    held = locked(post)
    if held.state != State.DRAFT:
        raise Refused(NOT_NOW)
    version = latest(held)
    if version.sha256 != sha256:
        raise Refused(CHANGED)
    return held, version, passed(version, timezone.localdate())


def passed(version: PostVersion, on: date) -> Gated:
    """What the gate says of a version that it lets through. Raises Refused for one that it does not."""
    if not unchanged(version):
        raise Refused(OTHER_PICTURE)
    gated = gate(version, on)
    if gated.answer is None:
        raise Refused(NO_POLICY)
    if gated.answer.forbidden:
        raise Refused(FORBIDDEN)
    if gated.blocked:
        raise Refused(BLOCKED)
    return gated
