"""What letters follow: a case that is joined to another takes its letters with it."""

from __future__ import annotations

from typing import Any

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.signals import case_joined
from schoolgate.casework.letters.models import Letter


def listen() -> None:
    case_joined.connect(_move, dispatch_uid="letters")


def _move(old: Case, into: Case, **_: Any) -> None:
    Letter.objects.of(old.school).filter(case=old).update(case=into)
