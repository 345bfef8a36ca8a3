"""What the policy in force asks of a case."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from schoolgate.community.models import School
from schoolgate.policy.clause import Clause
from schoolgate.policy.controls import settings
from schoolgate.policy.models import in_force


def asked_by(school: School, control: str, on: date | None = None) -> Clause | None:
    """The clause that says yes to a control on a day (today, unless told); None where the policy does not."""
    day = on or timezone.localdate()
    version = in_force(school, day)
    fixed = settings(version.clauses_on(day)) if version else {}
    return fixed[control].clause if control in fixed and fixed[control].value else None
