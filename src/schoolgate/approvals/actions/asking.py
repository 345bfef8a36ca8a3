"""Somebody asks, asks no longer, or answers a question about what they asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

from django.utils import timezone

from schoolgate.approvals.actions.locking import locked
from schoolgate.approvals.actions.news import FOR_DECIDERS, inform_named, send_on, write_to
from schoolgate.approvals.deciders import asked_of
from schoolgate.approvals.kinds import Need, kind_of
from schoolgate.approvals.limits import limits
from schoolgate.approvals.models import WAITING, ApprovalRequest, Message
from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person
from schoolgate.policy.models import in_force
from schoolgate.policy.speaking import may_speak_as
from schoolgate.record.chain import Json

State = ApprovalRequest.State
NOBODY = "There is nobody else at your school today who can decide this. Ask your school’s office who is responsible."
ALL_NAMED = (
    "Everybody who could decide this is named in it. Leave out whoever it does not show, or speak with the chair of "
    "governors first."
)


def ask_for_act(
    by: Person, act: str, facts: Mapping[str, str], words: str, about: Collection[Person] = ()
) -> ApprovalRequest:
    """Ask whoever the policy in force names to approve an act.

    `facts` say what is known, `by` among them: as what the asker would do it. Raises Refused where that is not what
    they are, where the policy asks for no approval or would need to know more, and for what they have asked already, in
    the same words, and is waiting.
    """
    known = {name: value for name, value in facts.items() if name != "approved_by"}
    if not may_speak_as(by, known.get("by", "")):
        raise Refused("You can ask only for yourself. Ask the policy again, and choose what you are at this school.")
    return make(by, ApprovalRequest(kind="act", act=act, facts=known, words=words), about)


def ask_for_role(by: Person, person: Person, facts: Mapping[str, str], words: str) -> ApprovalRequest:
    """Ask that somebody, or oneself, be given a role. `facts` as `roles.ARole` reads them, without the person."""
    request = ApprovalRequest(kind="role", facts={**facts, "person": person.pk}, words=words)
    return make(by, request, [] if person == by else [person], power="approval.ask_role")


def make(
    by: Person, request: ApprovalRequest, about: Collection[Person] = (), power: str = "approval.ask"
) -> ApprovalRequest:
    """Ask: `request` has its kind, act, facts and words, and is not saved yet. `about` are those whom it names.

    Raises Refused where nobody can approve it now, be it by the rules or because all who could are named, and for the
    same asked twice.
    """
    today = timezone.localdate()
    with change(by, power, by.school) as ledger:
        # Two askings at once, from a double click, come one after the other.
        Person.unscoped.select_for_update(of=("self",)).get(pk=by.pk)
        if any(person.school_id != by.school_id for person in about):
            raise Refused("A request can name people of your own school only.")
        request.school, request.asker, request.version = by.school, by, in_force(by.school, today)
        request.expires_on = today + timedelta(days=limits().days_to_answer)
        if any(kind_of(request).is_the_same(request, one) for one in still_waiting(by, request.kind, request.act)):
            raise Refused("You have asked for this already, and it is waiting. You find it under Requests.")
        standing = kind_of(request).need(request, today)
        if standing.hinder:
            raise Refused(standing.hinder)
        _can_be_decided(request, standing, about)
        request.written = standing.written
        request.save()
        request.about.set(about)
        people = send_on(request, standing)
        inform_named(request)
        detail: dict[str, Json] = {"kind": request.kind, "asked": [person.pk for person in people]}
        ledger.write("approval.asked", request, **detail, **_what(request))
    return request


def still_waiting(by: Person, kind: str, act: str = "") -> list[ApprovalRequest]:
    """What somebody has asked of one kind, for one act, and nobody has decided; the latest first."""
    mine = ApprovalRequest.objects.of(by.school).filter(asker=by, state__in=WAITING, kind=kind, act=act)
    return list(mine.order_by("-made_at", "-pk"))


def _can_be_decided(request: ApprovalRequest, standing: Need, about: Collection[Person]) -> None:
    """Raises Refused where there is nobody to ask for one of the approvals, and it could only run out."""
    for group in standing.groups:
        if not asked_of(request, group, about):
            raise Refused(ALL_NAMED if asked_of(request, group) else NOBODY)


def _what(request: ApprovalRequest) -> dict[str, Json]:
    return {"act": request.act} if request.act else {"role": request.facts.get("role", "")}


def answer(by: Person, request: ApprovalRequest, words: str) -> None:
    """Answer the question that came back; then it waits for a decision again."""
    with change(by, "approval.ask", request.school) as ledger:
        found = _own(by, request, State.ASKED_BACK)
        said = Message.objects.create(request=found, by=by, words=words)
        found.state = State.OPEN
        found.save(update_fields=["state"])
        write_to(found.asked.all(), found, FOR_DECIDERS)
        ledger.write("approval.answered", found, message=said.pk)


def withdraw(by: Person, request: ApprovalRequest) -> None:
    """Ask no longer."""
    with change(by, "approval.ask", request.school) as ledger:
        found = _own(by, request, *WAITING)
        found.state, found.ended_at = State.WITHDRAWN, timezone.now()
        found.save(update_fields=["state", "ended_at"])
        found.asked.clear()
        ledger.write("approval.withdrawn", found)


def _own(by: Person, request: ApprovalRequest, *states: str) -> ApprovalRequest:
    if by.pk != request.asker_id:
        raise Refused("Only the person who asked can do this.")
    return locked(request, *states)
