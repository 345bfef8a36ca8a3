"""The owner asks whoever the policy names to let an official account be opened."""

from __future__ import annotations

from schoolgate.approvals.actions.asking import make
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.publishing.channels.actions.proposing import BEFORE
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.reaching import held
from schoolgate.publishing.channels.requests import ACT, asked_as
from schoolgate.publishing.channels.standing import latest, rules, what_is_missing


def ask(by: Person, channel: Channel) -> ApprovalRequest:
    """Ask. Raises Refused while something is missing, and for anybody but the owner."""
    with held(by, channel, *BEFORE) as (ledger, row):
        if by.pk != row.owner_id:
            raise Refused(f"{row.owner.name} prepares this account, and asks for it.")
        if missing := what_is_missing(row, rules(row.school)):
            raise Refused(f"First finish this: {', '.join(missing)}.")
        facts = {"channel": row.pk, "network": row.network, "handle": row.handle, "by": asked_as(by)}
        request = ApprovalRequest(kind="account", act=ACT, facts=facts, words=row.purpose)
        row.request = make(by, request, [row.second] if row.second else [])
        row.state, row.assessment = Channel.State.ASKED, latest(row)
        row.save(update_fields=["request", "state", "assessment"])
        ledger.write("channel.asked", row, request=row.request.pk)
    return request
