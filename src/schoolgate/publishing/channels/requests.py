"""The kind of request that asks to open an official account: whoever the policy names decides, on its risks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.approvals.acts import FORBIDDEN, UNCLEAR, with_approvals
from schoolgate.approvals.kinds import Group, Kind, Need
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.change import Change, Refused
from schoolgate.community.models import Person
from schoolgate.policy.models import in_force
from schoolgate.policy.speaking import AS
from schoolgate.publishing.channels.actions import opening
from schoolgate.publishing.channels.known import grades, label
from schoolgate.publishing.channels.models import Channel, RiskAssessment
from schoolgate.publishing.channels.standing import attested, rules

ACT = "open.official_account"
HEAD: Group = ("head",)
NOBODY_NAMED = "The policy names nobody who approves official accounts, so it falls to the head teacher."
GONE = "This account is not waiting for a decision any more. Nothing is needed from you."


class AnAccount(Kind):
    """`facts`: channel (its number), network, handle, by (as what the asker asks)."""

    name = "account"
    lasts = False

    def title(self, request: ApprovalRequest) -> str:
        return f"Open “{request.facts['handle']}”, {label(request.facts['network'])}"

    def told(self, request: ApprovalRequest) -> list[tuple[str, str]]:
        channel = channel_of(request)
        found = [
            ("Who is it for?", channel.get_audience_display()),
            ("Who runs it?", " and ".join(p.name for p in (channel.owner, channel.second) if p)),
            ("Its e-mail address", channel.email),
            ("How often is it looked over?", every(channel)),
        ]
        if channel.found_at:
            found.insert(0, ("Is it there already?", "Yes. Somebody had started it before anybody asked."))
        said = attested(channel, timezone.localdate(request.made_at))
        found += [(row.get_what_display(), f"{row.by.name} says so") for row in said.values()]
        if channel.assessment:
            found += risks_in_words(channel.assessment)
        if falls := falls_to_the_head(request.asker):
            found.append(("Who decides?", falls))
        return found

    def need(self, request: ApprovalRequest, on: date, given: Collection[str] = ()) -> Need:
        version = in_force(request.school, on)
        facts = {"by": str(request.facts["by"]), "risk_assessed": "yes"}
        ruling = version.judge(ACT, facts, on) if version else None
        if ruling and ruling.verdict == "forbidden":
            return Need(ruling.alternatives or (HEAD,), FORBIDDEN, clauses=ruling.clauses)
        if ruling and ruling.unknown:
            return Need(ruling.alternatives or (HEAD,), UNCLEAR, clauses=ruling.clauses)
        if version and ruling and ruling.alternatives:
            now = version.judge(ACT, with_approvals(facts, given), on)
            return Need(now.alternatives, written=ruling.written, clauses=ruling.clauses)
        named = rules(request.school, on).values("approver.official_account")
        # Where the policy is silent somebody still decides: no account is opened by itself.
        return Need(() if given else (named or HEAD,), clauses=ruling.clauses if ruling else ())

    def is_the_same(self, request: ApprovalRequest, waiting: ApprovalRequest) -> bool:
        return bool(request.facts["channel"] == waiting.facts["channel"])

    def approved(self, ledger: Change, request: ApprovalRequest) -> None:
        opening.open_it(ledger, request, channel_of(request))

    def revoked(self, ledger: Change, request: ApprovalRequest) -> None:
        channel = channel_of(request)
        if channel.is_open:
            opening.close_it(ledger, channel)


def falls_to_the_head(person: Person) -> str:
    """The sentence that says so, where the policy in force names nobody who approves what this person would ask for."""
    version, on = in_force(person.school), timezone.localdate()
    facts = {"by": asked_as(person), "risk_assessed": "yes"}
    named = version is not None and bool(version.judge(ACT, facts, on).alternatives)
    return "" if named or rules(person.school, on).values("approver.official_account") else NOBODY_NAMED


def asked_as(person: Person) -> str:
    """As what somebody asks the policy."""
    roles = person.roles()
    return next((by for role, by in AS.items() if role in roles), "staff")


def channel_of(request: ApprovalRequest) -> Channel:
    rows = Channel.objects.of(request.school).select_related("owner", "second", "assessment", "school")
    found = rows.filter(pk=request.facts["channel"]).first()
    if found is None:
        raise Refused(GONE)
    return found


def every(channel: Channel) -> str:
    days = "Every day" if channel.moderate_every == 1 else f"Every {channel.moderate_every} days"
    return f"{days}, agreed with {channel.agreed_with.name}" if channel.agreed_with else days


def risks_in_words(assessment: RiskAssessment) -> list[tuple[str, str]]:
    """Each risk as a row: what it is, how likely and bad, what is done and what is left."""
    found = []
    for risk in assessment.private.get("risks", []):
        graded = [f"{kind}: {grades(kind)[int(risk[kind])]}" for kind in ("likelihood", "harm")]
        words = (
            f"{', '.join(graded).capitalize()}. {risk['measures']} What is left: {grades('left')[int(risk['left'])]}."
        )
        found.append((str(risk["what"]), words))
    return [*found, ("The risks are looked at again on", date_format(assessment.review_on, "j F Y"))]


KINDS = (AnAccount(),)
