"""The demonstration's families are given the guide."""

from __future__ import annotations

from schoolgate.community.demo import person_called
from schoolgate.community.models import School
from schoolgate.duties.guides.actions.giving import choose_languages, send_guides


def fill(school: School) -> None:
    """Offer it in Welsh and Polish, and send it to those who can be reached: the others get it on paper."""
    choose_languages(person_called("Hattie Example"), ["cy", "pl"])
    send_guides(school)
