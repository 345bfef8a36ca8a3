"""Somebody finishes a course that is taken here."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person
from schoolgate.duties.actions.ending import end
from schoolgate.duties.training.catalogue import is_author, kept
from schoolgate.duties.training.models import Completion, Course
from schoolgate.duties.training.owing import KIND
from schoolgate.duties.training.taking import taking
from schoolgate.policy.dates import months_after

AGAIN = "You have not got enough answers right this time. Read the course again, and have another try."

AUTHOR = (
    "You wrote this course, or said what it covers, so it cannot show what you have learned. Ask somebody else who "
    "leads training to write down that you know it, or take another course on the same topic."
)


def finish(person: Person, course: Course, answers: Mapping[int, int], mark: str) -> Completion:
    """Write down that somebody read every step and answered enough questions right. A second one of a day is the first.

    `answers` are places of answers by the number of the step. Raises Refused for a course that is not taken here, one's
    own, one that has changed since it was begun, and too few right answers.
    """
    with change(person, "training.take", person.school) as ledger:
        taken = taking(course, person)
        if course.archived_at or not taken.questions:
            raise Refused("This course cannot be taken here now. Go back to your training and choose another.")
        if is_author(person, course):
            raise Refused(AUTHOR)
        if mark != taken.mark:
            raise Refused("This course has changed since you began. Please begin it again.")
        if set(answers) != set(taken.questions):
            raise Refused("Some questions are still open. Go back and answer them all.")
        score = taken.score(dict(answers))
        if not taken.passes(score):
            raise Refused(AGAIN)
        course = kept(course)
        today = timezone.localdate()
        done, new = Completion.objects.of(person.school).get_or_create(
            person=person,
            course=course,
            on=today,
            withdrawn_at=None,
            defaults={
                "school": person.school,
                "expires_on": months_after(today, course.expires_months) if course.expires_months else None,
                "how": Completion.How.HERE,
                "score": score,
                "out_of": len(taken.questions),
                "version": taken.version,
            },
        )
        ended = end(person, KIND, course.key, done)
        verb = "training.completed" if new else "training.completed_again"
        ledger.write(verb, done, course=course.pk, person=person.pk, score=score, ended=ended)
    return done
