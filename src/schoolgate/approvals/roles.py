"""The kind of request that asks for a role: whoever may give it decides, and gives it by saying yes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.approvals.kinds import Group, Kind, Need
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.actions import roles as role_actions
from schoolgate.community.change import Change
from schoolgate.community.models import Person, RoleHolding
from schoolgate.community.notices import tell
from schoolgate.community.roles import GRANTED_BY, Role
from schoolgate.community.words import held

HELD = "They have this role already on those days. Ask for it from the day after it ends."


class ARole(Kind):
    """`facts`: person (their number), role, from_date and to_date (ISO, '' for none), acting ("yes" or "").

    `to_date` is the first day without the role, as in a holding.
    """

    name = "role"
    lasts = False

    def title(self, request: ApprovalRequest) -> str:
        return f"Give {self.person(request).name} the role of {Role(request.facts['role']).label}"

    def told(self, request: ApprovalRequest) -> list[tuple[str, str]]:
        facts = request.facts
        rows = [("Who would have the role?", self.person(request).name), ("Which role?", Role(facts["role"]).label)]
        rows.append(("From which day?", _day(facts["from_date"]) or "the day it is approved"))
        if facts["to_date"]:
            rows.append(("Until which day?", _day(facts["to_date"], before=1)))
        if facts["acting"]:
            rows.append(("Do they stand in for somebody?", "yes"))
        return rows

    def need(self, request: ApprovalRequest, on: date, given: Collection[str] = ()) -> Need:
        groups: tuple[Group, ...] = () if given else (givers_of(request, request.facts["role"]),)
        return Need(groups, HELD if not given and self._held(request, on) else "")

    def _held(self, request: ApprovalRequest, on: date) -> bool:
        """Whether the person has the role on one of the days asked for."""
        starts, ends = max(_date(request.facts["from_date"]) or on, on), _date(request.facts["to_date"]) or date.max
        holdings = [one for one in self.person(request).holdings.all() if one.role == request.facts["role"]]
        return any(one.from_date < ends and (one.to_date or date.max) > starts for one in holdings)

    def met(self, request: ApprovalRequest, on: date) -> str:
        if not self._held(request, on):
            return ""
        return f"{self.person(request).name} has been given this role, so nothing is left to decide"

    def is_the_same(self, request: ApprovalRequest, waiting: ApprovalRequest) -> bool:
        """A role is given once, whatever the reason."""
        return bool(request.facts == waiting.facts)

    def whom(self, request: ApprovalRequest, group: Group, about: Collection[Person]) -> list[Person]:  # noqa: ARG002
        """Those who may give the role, and nobody in their place: a stand-in would give what is not theirs to give.

        While all of them are away it waits for them, or for an acting head.
        """
        return role_actions.givers(request.school, request.facts["role"], [*about, request.asker])

    def approved(self, ledger: Change, request: ApprovalRequest) -> None:
        facts = request.facts
        _may_grant(ledger, facts["role"])
        starts = max(_date(facts["from_date"]) or timezone.localdate(), timezone.localdate())
        person, acting = self.person(request), bool(facts["acting"])
        holding = role_actions.give(ledger, person, facts["role"], starts, _date(facts["to_date"]), acting=acting)
        request.facts = {**facts, "holding": holding.pk}
        self._tell(ledger, request, f"has given you a role: {_named(holding)}. {held(holding)}.")

    def revoked(self, ledger: Change, request: ApprovalRequest) -> None:
        _may_grant(ledger, request.facts["role"], ending=True)
        holdings = RoleHolding.objects.of(request.school)
        holding = holdings.select_related("person").filter(pk=request.facts.get("holding")).first()
        if holding and (holding.to_date is None or holding.to_date > timezone.localdate()):
            role_actions.stop(ledger, holding)
            role_actions.sign_out(holding.person)
            self._tell(ledger, request, f"has ended a role of yours: {_named(holding)}.")

    def _tell(self, ledger: Change, request: ApprovalRequest, words: str) -> None:
        """Tell whoever gains or loses the role. The asker hears of their request as it is."""
        assert ledger.actor is not None, "a request is decided by a person"
        person = self.person(request)
        if person.pk != request.asker_id:
            tell([person], f"{ledger.actor.name} {words}", "/you/")

    def person(self, request: ApprovalRequest) -> Person:
        if request.facts["person"] == request.asker_id:
            return request.asker
        named = request.about.all() if request.pk else ()
        return next((one for one in named if one.pk == request.facts["person"]), None) or Person.objects.of(
            request.school
        ).get(pk=request.facts["person"])


def givers_of(request: ApprovalRequest, role: str) -> Group:
    """The roles whose holders may give a role; the chair alone where a technician may not."""
    if role_actions.is_for_the_chair(request.school, role):
        return (str(Role.CHAIR),)
    return tuple(sorted(str(giver) for giver in GRANTED_BY[role]))


def _may_grant(ledger: Change, role: str, *, ending: bool = False) -> None:
    """Whatever brought the decision to somebody: a role is given and ended by those who could without a request."""
    assert ledger.actor is not None, "a request is decided by a person"
    role_actions.may_grant(ledger.actor, role, ending=ending)


def _named(holding: RoleHolding) -> str:
    return f"{'acting ' if holding.acting else ''}{Role(holding.role).label}"


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _day(text: str, before: int = 0) -> str:
    day = _date(text)
    return date_format(day - timedelta(days=before), "j F Y") if day else ""
