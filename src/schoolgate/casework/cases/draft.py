"""What somebody has answered so far about a new case: sealed in their session, and gone once it is sent."""

from __future__ import annotations

import json
from typing import Any

from cryptography.exceptions import InvalidTag

from schoolgate.casework.cases.models import Case
from schoolgate.community.request import Request
from schoolgate.record.sealing import seal, unseal

KEY = "case"


def read(request: Request, case: Case) -> dict[str, Any]:
    """The answers so far; what the case says already where there are none."""
    try:
        found: dict[str, Any] = json.loads(unseal(request.session.get(KEY, ""), purpose=_purpose(request, case)))
    except (InvalidTag, ValueError):
        return _already(case)
    return found


def write(request: Request, case: Case, answers: dict[str, Any]) -> None:
    sealed = json.dumps({**read(request, case), **answers})
    request.session[KEY] = seal(sealed, purpose=_purpose(request, case))


def forget(request: Request) -> None:
    request.session.pop(KEY, None)


def _already(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = {"kinds": case.kinds} if case.kinds else {}
    if case.triaged_at:
        found |= {"title": case.said("title"), "summary": case.said("summary"), "ground": case.ground}
        found |= {"ground_why": case.said("ground_why"), "seriousness": case.seriousness}
    if case.triaged_at or case.danger:
        found["danger"] = "yes" if case.danger else "no"
    return found


def _purpose(request: Request, case: Case) -> str:
    return f"draft:{request.person.pk}:{case.reference}"
