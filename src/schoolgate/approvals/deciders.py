"""Who may decide a request, whom it waits for, and who may see it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from schoolgate.approvals.kinds import Group, Need, kind_of, need
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.models import Person
from schoolgate.community.powers import holds
from schoolgate.policy.holders import may_answer


def kept_out(request: ApprovalRequest) -> set[int]:
    """The numbers of those who never decide it: the asker, and whoever it names."""
    return {request.asker_id, *(person.pk for person in request.about.all())}


def to_ask(request: ApprovalRequest, standing: Need, about: Collection[Person] = ()) -> list[Person]:
    """Whom it waits for on this day: for each group, those whom the policy would have asked. None while hindered.

    `about` are those it names, for a request that is not saved yet.
    """
    if standing.hinder:
        return []
    found = {person.pk: person for group in standing.groups for person in asked_of(request, group, about)}
    return sorted(found.values(), key=lambda person: (person.name, person.pk))


def asked_of(request: ApprovalRequest, group: Group, about: Collection[Person] = ()) -> list[Person]:
    """Whom it waits for of one group; often one person, nobody where it can go no further today."""
    named = list(request.about.all()) if request.pk else list(about)
    out = {request.asker_id, *(person.pk for person in named)}
    return [person for person in kind_of(request).whom(request, group, named) if person.pk not in out]


def counts_as(person: Person, request: ApprovalRequest, groups: Collection[Group]) -> list[str]:
    """The approvers that this person's yes counts as, one for each group that they may decide for; often none."""
    if person.school_id != request.school_id or person.pk in kept_out(request):
        return []
    found = []
    for group in groups:
        name = next((name for name in group if may_answer(person, [name], asker=request.asker)), "")
        if not name and person in asked_of(request, group):
            # It has come to somebody whom the policy does not name, because nobody else is left.
            name = group[0]
        if name:
            found.append(name)
    return list(dict.fromkeys(found))


def may_decide(person: Person, request: ApprovalRequest, on: date | None = None) -> bool:
    """Whether somebody may say yes or no to it, as it stands on a day (today, unless told)."""
    if not request.waits or not holds(person, "approval.decide"):
        return False
    return bool(counts_as(person, request, need(request, on or timezone.localdate()).groups))


def may_revoke(person: Person, request: ApprovalRequest, on: date | None = None) -> bool:
    """Whether somebody may take an approval back: who could decide such a request on that day.

    Having decided this one is not enough: a head who has left that office has left its powers.
    """
    if request.state != ApprovalRequest.State.APPROVED or person.pk in kept_out(request):
        return False
    if not holds(person, "approval.decide"):
        return False
    groups = kind_of(request).need(request, on or timezone.localdate()).groups
    return bool(counts_as(person, request, groups))


def may_see(person: Person, request: ApprovalRequest) -> bool:
    """The asker; whoever oversees requests; and, unless it names them, whoever is or was asked, decided or may decide.

    Overseers see those that name them too, so that nobody goes past the head or the chair without their knowing.
    """
    if person.school_id != request.school_id:
        return False
    if person.pk == request.asker_id:
        return True
    if holds(person, "approval.oversee"):
        return True
    if person.pk in kept_out(request) or not holds(person, "approval.decide"):
        return False
    took_part = any(decision.by_id == person.pk for decision in request.decisions.all())
    if took_part or request.asked.filter(pk=person.pk).exists():
        return True
    return may_decide(person, request) or may_revoke(person, request)
