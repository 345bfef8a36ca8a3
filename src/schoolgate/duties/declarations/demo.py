"""In the demonstration: a teacher has declared a friend request, and it waits to be read."""

from __future__ import annotations

from schoolgate.community.demo import person_called
from schoolgate.community.models import School
from schoolgate.duties.declarations.actions.making import declare
from schoolgate.duties.declarations.kinds import kinds

REQUEST = {
    "pupil": "current",
    "relative": "no",
    "name": "Pip Example",
    "words": "On Instagram, on Thursday evening. I turned it down and did not answer.",
}


def fill(school: School) -> None:
    teacher = person_called("Tess Example")
    assert teacher.school == school
    declare(teacher, kinds()["friend_request"], REQUEST, reference="D-EXAMPLE")
