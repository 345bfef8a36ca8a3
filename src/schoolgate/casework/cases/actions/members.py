"""Who may open a case: letting somebody in by name, and ending it. Each with a reason."""

from __future__ import annotations

from schoolgate.casework.cases.access import deciders, in_emergency, kept_out, who_may_open
from schoolgate.casework.cases.actions.joining_in import end, join_in
from schoolgate.casework.cases.actions.working import chronicle, working
from schoolgate.casework.cases.models import Case, Member
from schoolgate.casework.cases.powers import DECIDERS
from schoolgate.community.change import Refused
from schoolgate.community.finding import holding
from schoolgate.community.mail import send
from schoolgate.community.models import Person
from schoolgate.community.notices import tell
from schoolgate.community.powers import holds
from schoolgate.community.roles import Role

NAMED = "The case names them or a child of theirs, or may be about them. Choose somebody else."
NOT_THEIRS = "Cases are opened by staff and governors only, and never by an IT technician. Choose somebody else."
IN_ALREADY = "They can open it already."
LAST = "Nobody else could decide about it then. First let somebody else open it who leads the school or governs it."
GONE = "They cannot open it any more already."
MAIL = "Somebody at the school asks for your help with something that is for you to read."


def could_be_let_in(case: Case) -> list[Person]:
    """Those who lead or govern and may not open it yet, though nothing keeps them out, by name."""
    here = holding(case.school, *DECIDERS).exclude(pk__in=kept_out(case))
    inside = {person.pk for person in who_may_open(case) if not in_emergency(person, case)}
    found = here.exclude(pk__in=holding(case.school, Role.TECHNICIAN).values("pk")).exclude(pk__in=inside)
    return list(found.prefetch_related("holdings").order_by("name", "pk")[:MOST])


MOST = 40
"""More than that is no list to choose from; a name can always be typed."""


def let_in(by: Person, case: Case, person: Person, why: str) -> None:
    """Somebody who works here or governs may open the case from now on, until it is ended."""
    with working(by, case, "case.decide", closed=True) as (ledger, held):
        if person.pk in kept_out(held):
            raise Refused(NAMED)
        if not holds(person, "case.open") or Role.TECHNICIAN in person.roles():
            raise Refused(NOT_THEIRS)
        if person in who_may_open(held) and not in_emergency(person, held):
            raise Refused(IN_ALREADY)
        member = join_in(ledger, held, person, why)
        chronicle(ledger, held, "member", f"{person.name}. {why}", about=member)
        send(person, MAIL, held.path, held.reference)
        tell([person], f"{held.reference}: {MAIL}", held.path)


def let_out(by: Person, case: Case, member: int, why: str) -> None:
    """Somebody has no need any more to open it. Never the last who may decide about it."""
    with working(by, case, "case.decide", closed=True) as (ledger, held):
        row = (
            Member.objects.of(held.school).filter(case=held, pk=member, ended_at=None).select_related("person").first()
        )
        if row is None:
            raise Refused(GONE)
        if not [person for person in deciders(held) if person.pk != row.person_id]:
            raise Refused(LAST)
        end(ledger, row, why)
        if held.lead_id == row.person_id:
            held.lead = None
            held.save()
        chronicle(ledger, held, "left", f"{row.person.name}. {why}", about=row)
