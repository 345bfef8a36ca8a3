"""Looking at a new case: what it is, whether the school may act, how serious it is, and who leads on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from schoolgate.casework.cases.access import deciders
from schoolgate.casework.cases.actions.working import chronicle, working
from schoolgate.casework.cases.grounds import Ground, ground_in
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.cases.words import grounds, kinds, labels, seriousness
from schoolgate.community.change import Change, Refused
from schoolgate.community.models import Person
from schoolgate.community.notices import tell

WHO = "Say first who is affected and who is said to have done it, or that nobody knows yet."
WHY = "The policy does not name this link with the school. Say why the school may act, or choose “None of these”."
NOT_ONE = "They cannot lead on it, because they may not decide about it. Choose somebody else."


@dataclass(frozen=True, slots=True)
class Findings:
    """What somebody found who looked at it. `ground_why` says why the school may act where the policy does not."""

    title: str
    summary: str
    kinds: Sequence[str]
    ground: str
    seriousness: str
    danger: bool
    ground_why: str = ""


def triage(by: Person, case: Case, found: Findings) -> None:
    """Write down what a case is. The first time it becomes open, and whoever looked leads until told otherwise."""
    with working(by, case, "case.decide") as (ledger, held):
        parts = {party.part for party in _parties(held)}
        if not {Party.Part.AFFECTED, Party.Part.RESPONSIBLE} <= parts:
            raise Refused(WHO)
        ground = ground_in(held.school, found.ground)
        if ground.asks_why and not found.ground_why:
            raise Refused(WHY)
        held.kinds, held.seriousness, held.danger = list(found.kinds), found.seriousness, found.danger
        held.ground, held.version = found.ground, ground.version
        held.ground_clause = ground.clause.id if ground.clause else ""
        held.keep(title=found.title, summary=found.summary, ground_why=found.ground_why)
        if held.state == Case.State.NEW:
            held.state, held.triaged_at, held.lead = Case.State.OPEN, timezone.now(), held.lead or by
        held.save()
        chronicle(ledger, held, "triaged", _in_words(found, ground))
        _let_back(ledger, held)


def change_lead(by: Person, case: Case, to: Person) -> None:
    """Somebody else who may decide about it leads on it now."""
    with working(by, case, "case.decide") as (ledger, held):
        if to not in deciders(held):
            raise Refused(NOT_ONE)
        held.lead = to
        held.save()
        chronicle(ledger, held, "noted", f"{to.name} leads on this case now.")
        if to != by:
            tell([to], f"{held.reference}: You lead on this case now.", held.path)


def _let_back(ledger: Change, case: Case) -> None:
    """Once somebody is named for it, whoever it might have been about until then is not kept from it any more."""
    known = [party for party in _parties(case) if party.kind != Party.Kind.UNKNOWN]
    names = [person.name for person in case.besides.order_by("name", "pk")]
    if names and any(party.part == Party.Part.RESPONSIBLE for party in known):
        case.besides.clear()
        chronicle(ledger, case, "unnamed", f"It might have been about {', '.join(names)}. Somebody is named now.")


def _parties(case: Case) -> list[Party]:
    return list(Party.objects.of(case.school).filter(case=case, ended_at=None))


def _in_words(found: Findings, ground: Ground) -> str:
    """What was found, for the chronology."""
    serious = seriousness()[found.seriousness].label.lower()
    by = f" ({ground.clause.id})" if ground.clause else ""
    why = f" {found.ground_why}" if found.ground_why else ""
    danger = " Somebody may be in danger now." if found.danger else ""
    return (
        f"{found.title}. {labels(found.kinds, kinds())}. How serious: {serious}.{danger} "
        f"The school’s link: {grounds()[found.ground].label}{by}.{why}"
    )
