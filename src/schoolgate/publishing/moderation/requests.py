"""What can be asked for here: that a comment be hidden by somebody whom it may not be about, or deleted by two."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.urls import reverse

from schoolgate.approvals.kinds import Kind, Need
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community import moments
from schoolgate.community.change import Change, Refused
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.moderation.actions.deciding import begin, may_be_deleted
from schoolgate.publishing.moderation.actions.holding import NOT_NOW, OVER, locked
from schoolgate.publishing.moderation.known import grounds
from schoolgate.publishing.moderation.models import Comment
from schoolgate.publishing.moderation.policy import says
from schoolgate.publishing.moderation.reaching import DECIDE, KIND, concerned

VERB = {"hide": "Hide", "delete": "Delete"}
NOT_FOR_YOU = "This may be about you, so somebody else decides. Say no, and they can be asked again."
MET = "The comment is not there any more, or somebody has decided about it, so nothing is left to decide"


class AComment(Kind):
    """`facts`: comment (its number), what ("hide" or "delete"), ground."""

    name = KIND
    lasts = False

    def title(self, request: ApprovalRequest) -> str:
        return f"{VERB[request.facts['what']]} a comment on {called(self.comment(request).channel)}"

    def told(self, request: ApprovalRequest) -> list[tuple[str, str]]:
        comment = self.comment(request)
        at = moments.at(comment.at)
        return [
            ("What it says", comment.said("text")),
            ("Written by", f"{comment.said('author') or 'Somebody'}, {at}"),
            ("Which rule it breaks", grounds()[request.facts["ground"]].label),
            ("Where", called(comment.channel)),
        ]

    def need(self, request: ApprovalRequest, on: date, given: Collection[str] = ()) -> Need:  # noqa: ARG002
        return Need(() if given else (DECIDE,), clauses=tuple(says(request.school).every))

    def seen_at(self, request: ApprovalRequest) -> str:
        return reverse("comment", args=[request.facts["comment"]])

    def is_the_same(self, request: ApprovalRequest, waiting: ApprovalRequest) -> bool:
        return bool(request.facts["comment"] == waiting.facts["comment"])

    def met(self, request: ApprovalRequest, on: date) -> str:  # noqa: ARG002
        return MET if _is_over(self.comment(request), request.facts["what"]) else ""

    def approved(self, ledger: Change, request: ApprovalRequest) -> None:
        """It is done on the network from now on, if nobody has decided about it meanwhile."""
        row = locked(self.comment(request))
        if _is_over(row, request.facts["what"]):
            raise Refused(NOT_NOW)
        # They may have come to be named in its case since they were asked.
        if ledger.actor and concerned(row, [ledger.actor]):
            raise Refused(NOT_FOR_YOU)
        if request.facts["what"] == "delete":
            may_be_deleted(row, request.facts["ground"])
        begin(ledger, row, request.facts["what"], request.facts["ground"], request.words)

    def comment(self, request: ApprovalRequest) -> Comment:
        rows = Comment.objects.of(request.school).select_related("channel__school", "delivery__post__by")
        return rows.get(pk=request.facts["comment"])


def _is_over(comment: Comment, what: str) -> bool:
    hidden = comment.state == Comment.State.HIDDEN and what == "hide"
    return comment.state in OVER or bool(comment.wanted) or hidden


KINDS = (AComment(),)
