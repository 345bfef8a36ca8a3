"""What somebody has answered so far about a new case; what the case says already where there is nothing yet."""

from __future__ import annotations

from typing import Any

from schoolgate.casework.cases.models import Case
from schoolgate.community.drafts import Drafts
from schoolgate.community.request import Request

drafts = Drafts("case")
forget = drafts.forget


def read(request: Request, case: Case) -> dict[str, Any]:
    return drafts.read(request, case.reference) or _already(case)


def write(request: Request, case: Case, answers: dict[str, Any]) -> None:
    """Add these to the answers so far."""
    drafts.write(request, case.reference, {**read(request, case), **answers})


def _already(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = {"kinds": case.kinds} if case.kinds else {}
    if case.triaged_at:
        found |= {"title": case.said("title"), "summary": case.said("summary"), "ground": case.ground}
        found |= {"ground_why": case.said("ground_why"), "seriousness": case.seriousness}
    if case.triaged_at or case.danger:
        found["danger"] = "yes" if case.danger else "no"
    return found
