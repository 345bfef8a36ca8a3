"""What the demonstration school has learned so far: a training day, and a course taken by oneself."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from schoolgate.community.demo import person_called
from schoolgate.community.models import School
from schoolgate.duties.training.actions.courses import add_course
from schoolgate.duties.training.actions.finishing import finish
from schoolgate.duties.training.actions.sessions import plan_session, record_attendance
from schoolgate.duties.training.catalogue import course_called
from schoolgate.duties.training.taking import taking

WERE_THERE = ("Selma Example", "Tariq Example", "Thea Example", "Olly Example")
AWAY = ("Tess Example", "Tom Example")
SINCE = 80


def fill(school: School) -> None:
    """Hold a training day, let the teacher take a course and pass, and plan the next session."""
    head, dsl, teacher = (person_called(f"{name} Example") for name in ("Hattie", "Dina", "Tess"))
    today = timezone.localdate()
    told = course_called(school, "disclosure")
    assert told is not None
    day = plan_session(dsl, told, on=today - timedelta(days=SINCE), led_by="Dina Example, safeguarding lead")
    there = [person_called(name) for name in WERE_THERE]
    record_attendance(dsl, day, there, there + [person_called(name) for name in AWAY])
    taken = taking(told, teacher)
    finish(teacher, told, {step: taken.steps[step - 1].right or 0 for step in taken.questions}, taken.mark)
    law = add_course(
        head,
        title="What the law says about posting online",
        topics=["law"],
        elsewhere="Made-up County Council training centre",
        expires_months=24,
    )
    plan_session(head, law, on=today + timedelta(days=40), led_by="Made-up County Council")
