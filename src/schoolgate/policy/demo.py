"""The demonstration school's policy: one that is years overdue, and a new version waiting for the governors."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

from schoolgate.community.demo import person_called
from schoolgate.community.models import School
from schoolgate.policy.actions import adopting, drafting

OLD = "alder-lane-2019.md"
ADOPTED = date(2019, 11, 4)


def fill(school: School) -> None:
    """Put the old policy in force, and send the model's version to the governors."""
    head, chair = person_called("Hattie Example"), person_called("Chandra Example")
    assert head.school == school
    document = files("schoolgate.policy").joinpath("demonstration", OLD).read_bytes()
    adopting.adopt(chair, adopting.send(head, drafting.upload_policy(head, OLD, document)), ADOPTED)
    adopting.send(head, drafting.start_from(head, "model"))
