"""Somebody says who has full rights on an official account, takes somebody off it, or hands it over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from schoolgate.community.actions.groups import into_team
from schoolgate.community.change import Refused
from schoolgate.community.finding import holding
from schoolgate.community.models import Person
from schoolgate.community.notices import tell
from schoolgate.community.powers import holds
from schoolgate.community.roles import Role
from schoolgate.publishing.channels.actions.proposing import BEFORE, ONE, may_run
from schoolgate.publishing.channels.administrators import candidates
from schoolgate.publishing.channels.known import label, number
from schoolgate.publishing.channels.models import Channel, ChannelAdmin
from schoolgate.publishing.channels.reaching import OVERSEE, held
from schoolgate.publishing.channels.standing import full_rights, rules

OPEN = Channel.State.OPEN
STRANGER = "Somebody whom nobody here knows stands among those who can do everything with “{}”, {}."


def say(
    by: Person, channel: Channel, people: Collection[Person], *, others: bool = False, listed: bool = False
) -> None:
    """These stand there, and nobody else of ours. `listed`: the network itself named them. `others`: somebody stands
    there whom nobody knows, and the head teacher and the safeguarding lead are told."""
    with held(by, channel, OPEN, overseers=True) as (ledger, row):
        may_stand = {person.pk for person in candidates(row, rules(row.school))}
        if not people or any(person.pk not in may_stand for person in people):
            raise Refused("Choose from the list. Somebody who is not on it is taken off the account first.")
        today, standing = timezone.localdate(), {person.pk for person in people}
        rows = {one.person_id: one for one in ChannelAdmin.objects.of(row.school).filter(channel=row, ended_on=None)}
        for one in rows.values():
            if one.person_id not in standing:
                one.ended_on = today
                one.save(update_fields=["ended_on"])
        for pk in standing:
            one = rows.get(pk) or ChannelAdmin(channel=row, person_id=pk)
            if listed:
                one.seen_at = timezone.now()
            one.attested_by, one.attested_on = by, today
            one.save()
        ledger.write("channel.admins_said", row, people=sorted(standing), listed=listed, others=others)
        if others:
            words = STRANGER.format(row.handle, label(row.network))
            tell(holding(row.school, Role.HEAD, Role.DSL), words, f"/accounts/{row.pk}/")


def take_off(by: Person, channel: Channel, admin: ChannelAdmin) -> None:
    """Somebody's access was taken away on the network."""
    with held(by, channel, OPEN, overseers=True) as (ledger, row):
        one = ChannelAdmin.objects.of(row.school).filter(pk=admin.pk, channel=row, ended_on=None).first()
        if one is None:
            raise Refused("They are off it already. Nothing is needed from you.")
        if one.person_id == by.pk:
            raise Refused("Somebody else says that you are off it: they can see whether you are.")
        one.ended_on = timezone.localdate()
        one.save(update_fields=["ended_on"])
        ledger.write("channel.admin_off", row, person=one.person_id)


def hand_over(by: Person, channel: Channel, part: str, person: Person) -> None:
    """Another person becomes its owner or second. Whoever was it before is taken off, unless their role has full
    rights. Raises Refused for whoever may not run it, or does already."""
    with held(by, channel, *BEFORE, OPEN, overseers=True) as (ledger, row):
        if not holds(by, OVERSEE):
            raise Refused("The head teacher or the safeguarding lead says who runs it.")
        if person.pk in (row.owner_id, row.second_id):
            raise Refused(ONE if person == by else "They run it already. Choose somebody else.")
        may_run(person)
        before = row.owner if part == "owner" else row.second
        setattr(row, part, person)
        row.save(update_fields=[part])
        ledger.write("channel.handed_over", row, part=part, person=person.pk)
        into_team(ledger, [person])
        if row.is_open:
            if before:
                _goes(row, before)
            _comes(row, person)
        tell(
            [person], f"You now run an official account: “{row.handle}”, {label(row.network)}.", f"/accounts/{row.pk}/"
        )


def _goes(row: Channel, person: Person) -> None:
    keeps = {each.pk for _, people in full_rights(rules(row.school)) for each in people}
    if person.pk not in keeps:
        day = timezone.localdate() + timedelta(days=number("off_within_days"))
        ChannelAdmin.objects.of(row.school).filter(channel=row, person=person, ended_on=None).update(to_go_by=day)


def _comes(row: Channel, person: Person) -> None:
    rows = ChannelAdmin.objects.of(row.school).filter(channel=row, person=person, ended_on=None)
    if rows.exists():
        rows.update(to_go_by=None)
    else:
        ChannelAdmin.objects.create(channel=row, person=person)
