"""What the support of cases still needs: an offer, another supporter, words for the person affected."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from schoolgate.casework.cases.joined import with_joined
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.steps.models import Step
from schoolgate.casework.support.models import SupportFile
from schoolgate.casework.support.words import number
from schoolgate.community.calendar import working_days_from
from schoolgate.community.finding import holding
from schoolgate.community.models import School
from schoolgate.community.roles import Role

OFFERED, INFORMED = "support.offered", "support.kept_informed"


def not_offered(school: School, cases: Iterable[Case] | QuerySet[Case]) -> QuerySet[Party]:
    """Those of the school whom these cases affect, and to whom nobody has offered support."""
    offered = SupportFile.objects.of(school).filter(case=OuterRef("case"), person=OuterRef("person"))
    parties = Party.objects.of(school).filter(case__in=cases, part=Party.Part.AFFECTED, ended_at=None)
    waiting = parties.filter(~Exists(offered), person__isnull=False)
    return waiting.select_related("person", "case__school").order_by("at", "pk")


def offer_by(party: Party) -> date:
    """The day by which support is offered to somebody who was named."""
    return working_days_from(party.case.school, timezone.localdate(party.at), number("offered_within"))


def needing_another(files: QuerySet[SupportFile], school: School) -> QuerySet[SupportFile]:
    """Those of these files for which somebody else has to be asked: the supporter asks for it, or may do it no more,
    as `access.given` has it."""
    of_case = Party.objects.of(school).filter(case=OuterRef("case"), ended_at=None)
    supporter = Q(person=OuterRef("supporter")) | Q(person__adult_links__adult=OuterRef("supporter"))
    thought = Case.objects.of(school).filter(pk=OuterRef("case"), besides=OuterRef("supporter"))
    lost = (
        Q(cannot_since__isnull=False)
        | ~Q(supporter__in=holding(school, Role.STAFF).values("pk"))
        | Q(supporter__in=holding(school, Role.TECHNICIAN).values("pk"))
        | Exists(of_case.filter(supporter))
        | Exists(thought)
    )
    return files.filter(lost, ended_at=None).exclude(answer=SupportFile.Answer.NO)


def with_steps(files: QuerySet[SupportFile], school: School) -> QuerySet[SupportFile]:
    """Those of these files for whose case, or one that was joined to it, something was decided; `decided` is the number
    of the last decision."""
    last = Step.objects.of(school).filter(with_joined(OuterRef("case"))).order_by("-pk").values("pk")
    return files.annotate(decided=Subquery(last[:1])).filter(decided__isnull=False)
