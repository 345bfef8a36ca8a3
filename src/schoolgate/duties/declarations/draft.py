"""What somebody has answered so far: sealed in their session, and gone once it is sent."""

from __future__ import annotations

import json

from cryptography.exceptions import InvalidTag

from schoolgate.community.request import Request
from schoolgate.record.sealing import seal, unseal

KEY = "declaration"


def read(request: Request, kind: str) -> dict[str, str]:
    """The answers so far, to this kind; none where there are none, or they are not this person's."""
    try:
        found: dict[str, str] = json.loads(unseal(request.session.get(KEY, ""), purpose=_purpose(request, kind)))
    except (InvalidTag, ValueError):
        return {}
    return found


def write(request: Request, kind: str, answers: dict[str, str]) -> None:
    request.session[KEY] = seal(json.dumps(answers), purpose=_purpose(request, kind))


def forget(request: Request) -> None:
    request.session.pop(KEY, None)


def _purpose(request: Request, kind: str) -> str:
    return f"draft:{request.person.pk}:{kind}"
