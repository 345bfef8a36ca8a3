"""An official account is opened, by the last yes of those who decide; and closed."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.change import Change, Refused
from schoolgate.community.models import Person
from schoolgate.publishing.channels.models import Channel, ChannelAdmin, Credential
from schoolgate.publishing.channels.reaching import held, locked
from schoolgate.publishing.channels.standing import full_rights, rules, what_is_missing

State = Channel.State


def open_it(ledger: Change, request: ApprovalRequest, channel: Channel) -> None:
    """What follows from the last yes, within that decision. Raises Refused where something is missing by now."""
    row = locked(ledger.school, channel.pk)
    if row.state != State.ASKED or row.request_id != request.pk:
        raise Refused("This account is not waiting for a decision any more. Nothing is needed from you.")
    now = rules(row.school)
    if missing := what_is_missing(row, now):
        raise Refused(f"It cannot be opened yet. This is to be done again first: {', '.join(missing)}.")
    if row.assessment is None or row.second is None:
        raise Refused("It cannot be opened without a risk assessment and a second administrator.")
    row.state, row.opened_at = State.OPEN, timezone.now()
    row.save(update_fields=["state", "opened_at"])
    people = {person.pk: person for person in (row.owner, row.second)}
    for _, held_by in full_rights(now):
        if held_by and not people.keys() & {person.pk for person in held_by}:
            people[held_by[0].pk] = held_by[0]
    for person in people.values():
        ChannelAdmin.objects.create(channel=row, person=person)
    ledger.write("channel.opened", row, request=request.pk, assessment=row.assessment.pk, admins=sorted(people))


def close_it(ledger: Change, channel: Channel) -> None:
    """Nothing goes out on it any more, and what signed in to it is forgotten."""
    row = locked(ledger.school, channel.pk)
    if row.state == State.CLOSED:
        raise Refused("It is closed already. Nothing is needed from you.")
    forgotten, _ = Credential.objects.of(row.school).filter(channel=row).delete()
    row.state, row.closed_at = State.CLOSED, timezone.now()
    row.save(update_fields=["state", "closed_at"])
    ledger.write("channel.closed", row, credentials_forgotten=bool(forgotten))


def close(by: Person, channel: Channel) -> None:
    """Close an open account."""
    with held(by, channel, State.OPEN, overseers=True) as (ledger, row):
        close_it(ledger, row)
