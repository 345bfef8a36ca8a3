"""In the demonstration: what was kept for a case, and what of it was shared."""

from __future__ import annotations

from schoolgate.casework.evidence.sharing import demo as sharing
from schoolgate.community.models import School


def fill(school: School) -> None:
    sharing.fill(school)
