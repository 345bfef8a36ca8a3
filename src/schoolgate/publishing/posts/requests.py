"""What can be asked for here: that a post be published."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.urls import reverse
from django.utils import timezone

from schoolgate.approvals.kinds import Kind, Need
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community import moments
from schoolgate.community.change import Change, Refused
from schoolgate.policy.explain import joined
from schoolgate.policy.models import in_force
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.posts.actions.asking import FORBIDDEN, NO_POLICY, passed
from schoolgate.publishing.posts.actions.publishing import CHANGED, publish
from schoolgate.publishing.posts.actions.taking_back import take_back
from schoolgate.publishing.posts.finding import latest, locked
from schoolgate.publishing.posts.gate import keep_check
from schoolgate.publishing.posts.models import Post, PostVersion
from schoolgate.publishing.posts.policy import answer, by_eye
from schoolgate.publishing.posts.words import channels_of, pictures_of, words_of

NEEDLESS = "The policy in force asks for no approval of this post now. Withdraw this, and publish it."
NOT_WAITING = "The post is not waiting for approval any more. It was changed, thrown away or taken down."


class APost(Kind):
    """`facts`: version (the number of its row), and what was known when it was asked, as the engine reads it."""

    name = "post"
    lasts = False

    def title(self, request: ApprovalRequest) -> str:
        version = self.version(request)
        return f"Publish “{version.said('title') or _begins(version)}”"

    def told(self, request: ApprovalRequest) -> list[tuple[str, str]]:
        version = self.version(request)
        words = words_of(version)
        rows = [("Title", words.title)] if words.title else []
        rows += [("What it says", words.text)] if words.text else []
        for number, picture in enumerate(pictures_of(request.school, words.pictures), start=1):
            rows.append((f"Picture {number}", picture.said("alt") or "not described"))
        if words.tags:
            rows.append(("Tags", ", ".join(words.tags)))
        rows.append(("Where", joined([called(one) for one in channels_of(version)])))
        when = moments.at(words.not_before)
        rows.append(("When", when or "As soon as it is approved"))
        rows.append(("What the check found", _found(version)))
        today = timezone.localdate()
        policy = in_force(request.school, today)
        looked = [what for what, _ in by_eye(policy.clauses_on(today))] if policy else []
        return [*rows, ("The writer has looked, and so do you", "\n".join(looked))] if looked else rows

    def need(self, request: ApprovalRequest, on: date, given: Collection[str] = ()) -> Need:
        policy = in_force(request.school, on)
        facts = {name: str(value) for name, value in request.facts.items() if name != "version"}
        if policy is None:
            return Need((("head",),), NO_POLICY)
        first = answer(policy, facts, on)
        groups = first.groups or (("head",),)
        if first.forbidden:
            return Need(groups, FORBIDDEN, clauses=first.clauses)
        if request.waits and not self._is_current(request):
            return Need(groups, CHANGED, clauses=first.clauses)
        if not first.groups:
            return Need(groups, NEEDLESS, needless=True, clauses=first.clauses)
        left = answer(policy, facts, on, given)
        return Need(left.groups, written=first.ruling.written, clauses=first.clauses)

    def seen_at(self, request: ApprovalRequest) -> str:
        return reverse("post", args=[self.version(request).post.reference])

    def is_the_same(self, request: ApprovalRequest, waiting: ApprovalRequest) -> bool:
        return bool(request.facts.get("version") == waiting.facts.get("version"))

    def met(self, request: ApprovalRequest, on: date) -> str:  # noqa: ARG002
        return "" if self._is_current(request) else "The post was changed or thrown away, so nothing is left to decide"

    def approved(self, ledger: Change, request: ApprovalRequest) -> None:
        """Out it goes, if it is what was asked for and the gate still lets it through."""
        version = self.version(request)
        held = locked(version.post)
        if held.state != Post.State.ASKED:
            raise Refused(NOT_WAITING)
        version.post = held
        gated = passed(version, timezone.localdate())
        if {**gated.facts, "version": version.pk} != request.facts:
            raise Refused(CHANGED)
        keep_check(version, gated)
        publish(ledger, version)

    def revoked(self, ledger: Change, request: ApprovalRequest) -> None:
        take_back(ledger, self.version(request))

    def version(self, request: ApprovalRequest) -> PostVersion:
        rows = PostVersion.objects.of(request.school).select_related("post__school", "post__by")
        return rows.get(pk=request.facts["version"])

    def _is_current(self, request: ApprovalRequest) -> bool:
        version = self.version(request)
        state = version.post.state
        # Before the request is saved the post is a draft still.
        fine = state == Post.State.ASKED or (request._state.adding and state == Post.State.DRAFT)
        return fine and latest(version.post).pk == version.pk


def _begins(version: PostVersion) -> str:
    words = " ".join(str(version.said("text")).split())
    return words if len(words) < 60 else f"{words[:60].rpartition(' ')[0]}…"


def _found(version: PostVersion) -> str:
    check = version.checks.last()
    warned = [one for one in check.findings if one["level"] == "warn"] if check else []
    if not warned:
        return "Nothing that stands in the way"
    return f"nothing that blocks it; {len(warned)} thing{'s' if len(warned) > 1 else ''} to look at, on its own page"


KINDS = (APost(),)
