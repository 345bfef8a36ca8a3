"""Who may decide a request, whom it waits for, and who may see it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from schoolgate.approvals.kinds import Group, Need, kind_of, need
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.models import Person
from schoolgate.community.powers import holds
from schoolgate.policy.holders import holders, may_answer


def kept_out(request: ApprovalRequest) -> set[int]:
    """The numbers of those who never decide it: the asker, and whoever it names."""
    return {request.asker_id, *(person.pk for person in request.about.all())}


def to_ask(request: ApprovalRequest, standing: Need, about: Collection[Person] = ()) -> list[Person]:
    """Whom it waits for on this day: for each group, those whom the policy would have asked. None while hindered.

    `about` are those it names, for a request that is not saved yet.
    """
    if standing.hinder:
        return []
    named = list(request.about.all()) if request.pk else list(about)
    groups = (holders(request.school, group, besides=named, asker=request.asker) for group in standing.groups)
    found = {person.pk: person for people in groups for person in people}
    return sorted(found.values(), key=lambda person: (person.name, person.pk))


def counts_as(person: Person, request: ApprovalRequest, groups: Collection[Group]) -> list[str]:
    """The approvers that this person's yes counts as, one for each group that they may decide for; often none."""
    if person.school_id != request.school_id or person.pk in kept_out(request):
        return []
    found = []
    for group in groups:
        name = next((name for name in group if may_answer(person, [name], asker=request.asker)), "")
        if not name and _stands_in(person, request, group):
            name = group[0]
        if name:
            found.append(name)
    return list(dict.fromkeys(found))


def _stands_in(person: Person, request: ApprovalRequest, group: Group) -> bool:
    """Whether it has come to somebody whom the policy does not name, because nobody else is left."""
    return person in holders(request.school, group, besides=list(request.about.all()), asker=request.asker)


def may_decide(person: Person, request: ApprovalRequest, on: date | None = None) -> bool:
    """Whether somebody may say yes or no to it, as it stands on a day (today, unless told)."""
    if not request.waits or not holds(person, "approval.decide"):
        return False
    return bool(counts_as(person, request, need(request, on or timezone.localdate()).groups))


def may_revoke(person: Person, request: ApprovalRequest, on: date | None = None) -> bool:
    """Whether somebody may take an approval back: who may decide such a request, or did decide this one."""
    if request.state != ApprovalRequest.State.APPROVED or person.pk in kept_out(request):
        return False
    if not holds(person, "approval.decide"):
        return False
    decided = any(decision.by_id == person.pk for decision in request.decisions.all())
    groups = kind_of(request).need(request, on or timezone.localdate()).groups
    return decided or bool(counts_as(person, request, groups))


def may_see(person: Person, request: ApprovalRequest) -> bool:
    """The asker; and, unless it names them, whoever is or was asked, decided, may decide, or oversees requests."""
    if person.school_id != request.school_id:
        return False
    if person.pk == request.asker_id:
        return True
    if person.pk in kept_out(request) or not holds(person, "approval.decide"):
        return False
    took_part = any(decision.by_id == person.pk for decision in request.decisions.all())
    if took_part or holds(person, "approval.oversee") or request.asked.filter(pk=person.pk).exists():
        return True
    return may_decide(person, request) or may_revoke(person, request)
