"""In the demonstration: one check in order, one with something to put right, and the rest still to be done."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from schoolgate.community.demo import person_called
from schoolgate.community.models import School
from schoolgate.duties.reviews.actions.recording import record


def fill(school: School) -> None:
    technician = person_called("Ita Example")
    assert technician.school == school
    last_year = timezone.localdate() - timedelta(days=400)
    record(
        technician,
        "filtering",
        round="first",
        on=last_year,
        result="ok",
        seen="Tried twelve addresses as a pupil and as staff, on a laptop and a tablet. All blocked that should be.",
        together=["dsl", "technician", "governor"],
    )
