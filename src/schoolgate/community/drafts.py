"""What somebody has answered so far on a form of several pages: sealed in their session, and gone once it is sent."""

from __future__ import annotations

import json
from typing import Any

from cryptography.exceptions import InvalidTag

from schoolgate.community.request import Request
from schoolgate.record.sealing import seal, unseal


class Drafts:
    """The answers to one kind of form, one at a time for each session. `about` is what they are about: answers about
    something else, or another person's, do not open."""

    def __init__(self, key: str) -> None:
        self.key = key

    def read(self, request: Request, about: str) -> dict[str, Any]:
        """The answers so far; none where there are none, or they are another person's or about something else."""
        try:
            sealed = request.session.get(self.key, "")
            found: dict[str, Any] = json.loads(unseal(sealed, purpose=self._purpose(request, about)))
        except (InvalidTag, ValueError):
            return {}
        return found

    def write(self, request: Request, about: str, answers: dict[str, Any]) -> None:
        """Keep these, and nothing that was there before."""
        request.session[self.key] = seal(json.dumps(answers), purpose=self._purpose(request, about))

    def forget(self, request: Request) -> None:
        request.session.pop(self.key, None)

    def _purpose(self, request: Request, about: str) -> str:
        return f"{self.key}:{request.person.pk}:{about}"
