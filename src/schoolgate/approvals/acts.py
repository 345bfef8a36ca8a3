"""The kind of request that asks to do an act of the catalogue: the policy in force says who decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.utils import timezone

from schoolgate.approvals.kinds import Kind, Need
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.policy.controls import settings
from schoolgate.policy.engine import Ruling
from schoolgate.policy.interview import in_words
from schoolgate.policy.models import PolicyVersion, in_force
from schoolgate.policy.vocabulary import act_named

NO_POLICY = "Your school has no policy in force, so there is nothing to approve this under. Ask your head teacher."
FORBIDDEN = "The policy in force does not allow this, so nobody can approve it. Ask the policy about another way."
ALLOWED = "The policy in force allows this now, so you need no approval. Ask the policy again to see why."
ADVISED_AGAINST = (
    "The policy in force says that this should not be done, and names nobody who could approve it. "
    "Ask the policy about another way."
)
SILENT = "The policy in force says nothing about this, so it names nobody who could approve it. Ask your head teacher."
CONSENT_ONLY = (
    "The policy in force asks for no approval here, but for the yes of the people whom the rules below name. Ask them."
)
UNCLEAR = "The policy in force asks something that this request does not say. Withdraw it, then ask the policy again."
NO_APPROVER = {"allowed": ALLOWED, "discouraged": ADVISED_AGAINST, "silent": SILENT, "needs": CONSENT_ONLY}
"""Why nobody is to approve it, by the verdict."""
NAME_ACTS = frozenset({"name.school", "use.logo"})
"""What `approver.written` speaks of: the school's name and logo."""


def facts_of(request: ApprovalRequest) -> dict[str, str]:
    return {str(name): str(value) for name, value in request.facts.items()}


def with_approvals(facts: Mapping[str, str], given: Collection[str]) -> dict[str, str]:
    """The facts for the engine, once these approvers have agreed."""
    return {**facts, "approved_by": ",".join(given)} if given else dict(facts)


def claims_consent(facts: Mapping[str, str]) -> bool:
    """Whether the asker says that everybody whose consent it takes has given it."""
    return facts.get("consent") == "yes"


def _without_consent(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in facts.items() if name != "consent"}


class AnAct(Kind):
    name = "act"

    def title(self, request: ApprovalRequest) -> str:
        return act_named(request.act).label

    def told(self, request: ApprovalRequest) -> list[tuple[str, str]]:
        facts = facts_of(request)
        told = {name: (asks, words) for name, asks, words in in_words(act_named(request.act), facts)}
        if "by" in told and facts["by"] != "school":
            asks, words = told["by"]
            told["by"] = asks, f"{request.asker.name}, as {words}"
        if claims_consent(facts):
            asks, words = told["consent"]
            told["consent"] = asks, f"{words}, says {request.asker.name}"
        return list(told.values())

    def need(self, request: ApprovalRequest, on: date, given: Collection[str] = ()) -> Need:
        version = in_force(request.school, on)
        if version is None:
            return Need(self._first_asked(request), NO_POLICY)
        facts = facts_of(request)
        first = version.judge(request.act, facts, on)
        if hinder := _hinder(first):
            groups = first.alternatives or self._first_asked(request)
            return Need(groups, hinder, needless=hinder in NO_APPROVER.values(), clauses=first.clauses)
        now = version.judge(request.act, with_approvals(facts, given), on)
        written = first.written or (request.act in NAME_ACTS and _in_writing(version, on))
        # That others have agreed is the asker's own word, so their consents stay on the list whatever the asker says.
        unclaimed = version.judge(request.act, with_approvals(_without_consent(facts), given), on)
        return Need(
            now.alternatives,
            consents=unclaimed.consents,
            claimed=claims_consent(facts),
            written=written,
            clauses=first.clauses,
        )

    def _first_asked(self, request: ApprovalRequest) -> tuple[tuple[str, ...], ...]:
        """Whom the policy named when it was asked."""
        if request.version is None:
            return (("head",),)
        asked_on = timezone.localdate(request.made_at)
        return request.version.judge(request.act, facts_of(request), asked_on).alternatives or (("head",),)


def _hinder(ruling: Ruling) -> str:
    if ruling.verdict == "forbidden":
        return FORBIDDEN
    if ruling.unknown:
        return UNCLEAR
    return "" if ruling.alternatives else NO_APPROVER[ruling.verdict]


def _in_writing(version: PolicyVersion, on: date) -> bool:
    setting = settings(version.clauses_on(on)).get("approver.written")
    return setting is not None and setting.value is True
