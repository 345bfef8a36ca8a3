"""A class or a team is made, named, filled and ended."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Group, Membership, Person, School
from schoolgate.community.roles import Role

CHANGES: dict[str, str] = {Group.Kind.CLASS: "class.change", Group.Kind.ACCOUNT_ADMINS: "team.change"}
"""The power that changes a group of each kind on these pages."""
TEAM = "People who run our official accounts"
ENDED = "This group has ended. Make a new one."


def put_in_team(by: Person, school: School, people: Collection[Person]) -> int:
    """Put people into the team that runs the official accounts, which begins with the first of them."""
    with transaction.atomic():
        School.objects.select_for_update().get(pk=school.pk)
        team = Group.objects.of(school).filter(kind=Group.Kind.ACCOUNT_ADMINS, ended_on=None).first()
        return put_in(by, team or make(by, school, TEAM, Group.Kind.ACCOUNT_ADMINS), people)


def into_team(ledger: Change, people: Collection[Person]) -> None:
    """The same as part of another change, which lets them run an account: whoever is in it already stays."""
    School.objects.select_for_update(no_key=True).get(pk=ledger.school.pk)
    team = Group.objects.of(ledger.school).filter(kind=Group.Kind.ACCOUNT_ADMINS, ended_on=None).first()
    if team is None:
        team = Group.objects.create(school=ledger.school, name=TEAM, kind=Group.Kind.ACCOUNT_ADMINS)
        ledger.write("group.made", team, kind=str(team.kind))
    there = set(team.memberships.filter(person__in=people).values_list("person", flat=True))
    for person in people:
        if person.pk not in there:
            _enter(ledger, team, person, leads=False)


def make(by: Person, school: School, name: str, kind: str = Group.Kind.CLASS) -> Group:
    """Make a class or a team. Raises Refused when one that runs has that name."""
    with change(by, CHANGES[kind], school) as ledger:
        School.objects.select_for_update().get(pk=school.pk)
        _free(school, name, kind)
        group = Group.objects.create(school=school, name=name, kind=kind)
        ledger.write("group.made", group, kind=str(kind))
        return group


def rename(by: Person, group: Group, name: str) -> None:
    """Give a group another name. Raises Refused when another that runs has it."""
    with change(by, CHANGES[group.kind], group.school) as ledger:
        School.objects.select_for_update().get(pk=group.school_id)
        _running(group)
        _free(group.school, name, group.kind, besides=group)
        group.name = name
        group.save(update_fields=["name"])
        ledger.write("group.renamed", group)


def end(by: Person, group: Group) -> None:
    """End a group today. Who was in it stays on record. Raises Refused for one that has ended."""
    with change(by, CHANGES[group.kind], group.school) as ledger:
        _running(group)
        group.ended_on = timezone.localdate()
        group.save(update_fields=["ended_on"])
        ledger.write("group.ended", group, kind=group.kind)


def put_in(by: Person, group: Group, people: Collection[Person], *, leads: bool = False) -> int:
    """Put people into a group; `leads` for a class's teachers. How many were not in it before.

    Raises Refused when one of them is not at the school now, a pupil would lead, or `by` adds themselves to a team.
    """
    with change(by, CHANGES[group.kind], group.school) as ledger:
        _running(group)
        if by in people and group.kind != Group.Kind.CLASS:
            raise Refused("You cannot add yourself to this team. Ask somebody else who can.")
        there = set(group.memberships.filter(person__in=people).values_list("person", flat=True))
        new = [person for person in people if person.pk not in there]
        if not new:
            raise Refused("They are all in it already. Choose somebody else, or go back.")
        for person in new:
            _enter(ledger, group, person, leads=leads)
        return len(new)


def take_out(by: Person, membership: Membership) -> None:
    """Take somebody out of a group. Raises Refused for one that has ended."""
    group = membership.group
    with change(by, CHANGES[group.kind], group.school) as ledger:
        _running(group)
        ledger.write("membership.ended", membership, group=group.pk, person=membership.person_id)
        membership.delete()


def _enter(ledger: Change, group: Group, person: Person, *, leads: bool) -> None:
    held = person.roles()
    if person.school_id != group.school_id or not held or Role.LEAVER in held:
        raise Refused(f"{person.name} has no role at this school now. Choose somebody else.")
    is_class = group.kind == Group.Kind.CLASS
    if (Role.PUPIL in held) == leads if is_class else Role.PUPIL in held:
        raise Refused("Pupils are in a class, and adults lead it. Choose somebody else.")
    membership = Membership.objects.create(group=group, person=person, leads=leads)
    ledger.write("membership.begun", membership, group=group.pk, person=person.pk, leads=leads)


def _running(group: Group) -> None:
    if Group.objects.of(group.school).select_for_update().get(pk=group.pk).ended_on:
        raise Refused(ENDED)


def _free(school: School, name: str, kind: str, besides: Group | None = None) -> None:
    same = Group.objects.of(school).filter(name__iexact=name, kind=kind, ended_on=None)
    if (same.exclude(pk=besides.pk) if besides else same).exists():
        raise Refused("There is one with that name already. Choose a name that tells the two apart.")
