"""Somebody becomes a member of a case, or is one no more: the rows alone, inside a change to the case."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from schoolgate.casework.cases.models import Case, Member
from schoolgate.community.change import Change
from schoolgate.community.models import Person


def join_in(
    ledger: Change,
    case: Case,
    person: Person,
    why: str,
    *,
    as_role: str = "",
    broke_glass: bool = False,
    until: datetime | None = None,
) -> Member:
    """A membership from now on, in place of whatever they had before."""
    for row in Member.objects.of(case.school).filter(case=case, person=person, ended_at=None):
        end(ledger, row, "Another took its place.")
    member = Member(case=case, person=person, as_role=as_role, by=ledger.actor, broke_glass=broke_glass, until=until)
    member.keep(why=why)
    member.save()
    ledger.write("case.member_added", case, person=person.pk, role=as_role, emergency=broke_glass)
    return member


def end(ledger: Change, member: Member, why: str) -> None:
    member.ended_at = timezone.now()
    member.keep(why_ended=why)
    member.save()
    ledger.write("case.member_ended", member.case, person=member.person_id)
