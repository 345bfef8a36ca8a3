"""Who may decide a request, whom it waits for, and who may see it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from schoolgate.approvals.kinds import Group, Need, kind_of, need
from schoolgate.approvals.models import ApprovalRequest, Decision
from schoolgate.community.models import Person
from schoolgate.community.powers import holds
from schoolgate.policy.holders import holders, may_answer
from schoolgate.policy.vocabulary import givers


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
    """Whom it waits for of one group, without those who agreed already; nobody where it can go no further today."""
    named = list(request.about.all()) if request.pk else list(about)
    besides = [*named, *_agreed(request)]
    out = {request.asker_id, *(person.pk for person in besides)}
    return [person for person in kind_of(request).whom(request, group, besides) if person.pk not in out]


def counts_as(person: Person, request: ApprovalRequest, groups: Collection[Group]) -> list[str]:
    """The approvers that this person's yes counts as; often none.

    Where two have to agree and two are there, they are two people: a yes counts as one approver, the one of most use,
    however many offices its giver holds, and nobody says yes twice. What nobody else could agree to, it counts as too.
    """
    if person.pk in {one.pk for one in _agreed(request)}:
        return []
    theirs = _may_answer_for(person, request, groups)
    alone = [name for group, name in theirs.items() if not _others(person, request, group)]
    most = max(theirs.values(), key=lambda name: sum(_covers(name, group) for group in theirs), default="")
    return list(dict.fromkeys(alone or ([most] if most else [])))


def _may_answer_for(person: Person, request: ApprovalRequest, groups: Collection[Group]) -> dict[Group, str]:
    """The groups that somebody could answer for, each with the approver that they would be."""
    if person.school_id != request.school_id or person.pk in kept_out(request):
        return {}
    found = {}
    for group in groups:
        name = next((name for name in group if may_answer(person, [name], asker=request.asker)), "")
        if not name and person in asked_of(request, group):
            # It has come to somebody whom the policy does not name, because nobody else is left.
            name = group[0]
        if name:
            found[group] = name
    return found


def _others(person: Person, request: ApprovalRequest, group: Group) -> bool:
    """Whether somebody else whom the policy names for a group is here today, and has not agreed yet."""
    out = [person, *request.about.all(), *_agreed(request)]
    return bool(holders(request.school, group, besides=out, asker=request.asker, falls_to=()))


def _agreed(request: ApprovalRequest) -> list[Person]:
    """Those who have said yes to a request that waits for others still; none before it is saved."""
    if not request.pk or not request.waits:
        return []
    return [one.by for one in request.decisions.all() if one.answer == Decision.Answer.APPROVE]


def _covers(name: str, group: Group) -> bool:
    """Whether the yes of one approver is enough for a group: the head speaks for the school, say."""
    return any(name == one or name in givers().get(one, ()) for one in group)


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
    return bool(_may_answer_for(person, request, groups))


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
