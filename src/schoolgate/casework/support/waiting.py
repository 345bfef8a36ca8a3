"""What the support of cases still needs: an offer, another supporter, words for the person affected."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.support.access import given
from schoolgate.casework.support.models import SupportFile
from schoolgate.casework.support.words import number
from schoolgate.community.calendar import working_days_from
from schoolgate.community.models import School
from schoolgate.policy.clause import Clause
from schoolgate.policy.controls import settings
from schoolgate.policy.models import in_force

OFFERED, INFORMED = "support.offered", "support.kept_informed"


def asked_by(school: School, control: str) -> Clause | None:
    """The clause of the policy in force that asks it: that support is offered, or that the person is kept informed."""
    today = timezone.localdate()
    version = in_force(school, today)
    found = settings(version.clauses_on(today)) if version else {}
    return found[control].clause if control in found and found[control].value else None


def not_offered(school: School, cases: Iterable[Case] | QuerySet[Case]) -> QuerySet[Party]:
    """Those of the school whom these cases affect, and to whom nobody has offered support."""
    offered = SupportFile.objects.of(school).filter(case=OuterRef("case"), person=OuterRef("person"))
    parties = Party.objects.of(school).filter(case__in=cases, part=Party.Part.AFFECTED, ended_at=None)
    waiting = parties.filter(~Exists(offered), person__isnull=False)
    return waiting.select_related("person", "case__school").order_by("at", "pk")


def offer_by(party: Party) -> date:
    """The day by which support is offered to somebody who was named."""
    return working_days_from(party.case.school, timezone.localdate(party.at), number("offered_within"))


def needs_another(file: SupportFile) -> bool:
    """Whether somebody else has to look after them: the supporter asks for it, or may do it no more."""
    running = file.ended_at is None and file.answer != SupportFile.Answer.NO
    return running and bool(file.cannot_since or not given(file.supporter).filter(pk=file.pk).exists())
