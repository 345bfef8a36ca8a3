"""What somebody has answered so far about sharing: sealed in their session, and gone once it is sent."""

from __future__ import annotations

import json
from typing import Any

from cryptography.exceptions import InvalidTag

from schoolgate.casework.cases.models import Case
from schoolgate.community.request import Request
from schoolgate.record.sealing import seal, unseal

KEY = "referral"


def read(request: Request, case: Case) -> dict[str, Any]:
    """The answers so far; none where there are none, or they are another person's or about another case."""
    try:
        found: dict[str, Any] = json.loads(unseal(request.session.get(KEY, ""), purpose=_purpose(request, case)))
    except (InvalidTag, ValueError):
        return {}
    return found


def write(request: Request, case: Case, answers: dict[str, Any]) -> None:
    sealed = json.dumps({**read(request, case), **answers})
    request.session[KEY] = seal(sealed, purpose=_purpose(request, case))


def forget(request: Request) -> None:
    request.session.pop(KEY, None)


def _purpose(request: Request, case: Case) -> str:
    return f"sharing:{request.person.pk}:{case.reference}"
