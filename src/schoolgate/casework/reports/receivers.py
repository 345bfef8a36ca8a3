"""To whom a report went, and to whom it did not, as whoever told us may know it: by role, never by name."""

from __future__ import annotations

from collections.abc import Iterable

from schoolgate.casework.cases.models import Member
from schoolgate.casework.reports.models import Report
from schoolgate.casework.reports.questions import roles_ticked
from schoolgate.community.roles import Role
from schoolgate.policy.explain import joined


def who_gets(report: Report) -> list[str]:
    """Sentences. Nobody is mentioned whom a name was only thought to mean."""
    ticked = roles_ticked(report.private)
    rows = Member.objects.of(report.school).filter(case=report.case, ended_at=None).exclude(as_role="")
    gets = [role for role in Role if role in set(rows.values_list("as_role", flat=True)) and role not in ticked]
    said = [f"It has gone to {_listed(gets)}."] if gets else []
    if ticked:
        said.append(f"It does not go to {_listed(ticked)}, because you said that it is about them.")
    return said


def _listed(roles: Iterable[str]) -> str:
    return joined([f"{'the' if role in ONE_ALONE else 'a'} {Role(role).label}" for role in roles])


ONE_ALONE = (Role.HEAD, Role.DSL, Role.CHAIR)
