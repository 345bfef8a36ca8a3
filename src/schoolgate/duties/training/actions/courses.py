"""A school's courses are added, changed, and put away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.utils import timezone

from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Person, School
from schoolgate.duties.training.actions.safeguarding import counting, tell_what_changed
from schoolgate.duties.training.catalogue import kept
from schoolgate.duties.training.material import number
from schoolgate.duties.training.material import topics as known_topics
from schoolgate.duties.training.models import Course
from schoolgate.duties.training.steps import CourseError, questions, steps


def add_course(
    by: Person,
    *,
    title: str,
    topics: Sequence[str],
    body: str = "",
    elsewhere: str = "",
    expires_months: int | None = None,
) -> Course:
    """Add a course of the school's own: one to be read here (`body`), or one held elsewhere. Raises Refused."""
    with _deciding(by, by.school) as ledger:
        course = Course(school=by.school)
        _set(course, title, topics, body, elsewhere, expires_months)
        course.save()
        course.authors.add(by)
        ledger.write("course.added", course, topics=list(course.topics), months=expires_months)
    return course


def change_course(
    by: Person,
    course: Course,
    *,
    title: str,
    topics: Sequence[str],
    body: str = "",
    elsewhere: str = "",
    expires_months: int | None = None,
) -> Course:
    """Change a course. Of an included one, only its topics and how long it counts. Raises Refused."""
    with _deciding(by, course.school) as ledger:
        course = _locked(course)
        if course.included:
            title, body, elsewhere = course.title, "", ""
        _set(course, title, topics, body, elsewhere, expires_months)
        course.save()
        course.authors.add(by)
        ledger.write("course.changed", course, topics=list(course.topics), months=expires_months)
    return course


def archive_course(by: Person, course: Course) -> Course:
    """Offer a course no more. What was completed stays completed."""
    with _deciding(by, course.school) as ledger:
        course = _locked(course)
        if course.archived_at:
            raise Refused("Somebody has put this course away already.")
        course.archived_at = timezone.now()
        course.save(update_fields=["archived_at"])
        ledger.write("course.archived", course)
    return course


def put_back_course(by: Person, course: Course) -> Course:
    """Offer a course again that was put away."""
    with _deciding(by, course.school) as ledger:
        course = _locked(course)
        if course.archived_at is None:
            raise Refused("This course is on offer already.")
        course.archived_at = None
        course.save(update_fields=["archived_at"])
        ledger.write("course.put_back", course)
    return course


@contextmanager
def _deciding(by: Person, school: School) -> Iterator[Change]:
    """A change of what the school offers, told to those who lead it where it touches what keeps children safe."""
    with change(by, "training.manage", school) as ledger:
        # Two at once come one after the other, so that neither misses what the other displaced.
        School.objects.select_for_update(no_key=True).get(pk=school.pk)
        before = counting(school)
        yield ledger
        tell_what_changed(ledger, by, before)


def _locked(course: Course) -> Course:
    return Course.objects.of(course.school).select_for_update().get(pk=kept(course).pk)


def _set(
    course: Course, title: str, topics: Sequence[str], body: str, elsewhere: str, expires_months: int | None
) -> None:
    if not set(topics) <= known_topics().keys():
        raise Refused("Choose topics from the list.")
    if not course.included and bool(body.strip()) == bool(elsewhere.strip()):
        raise Refused("Say where the course is held, or write it here: one of the two.")
    try:
        asks = len(questions(steps(body)))
    except CourseError as wrong:
        raise Refused(str(wrong)) from wrong
    if body.strip() and asks < (least := max(number("least_questions"), len(topics))):
        raise Refused(
            f"A course that is read here needs at least {least} questions, one for each topic that it covers. This one "
            f"has {asks}. Add the rest, each under a heading of its own."
        )
    course.title, course.topics = title.strip(), [topic for topic in known_topics() if topic in topics]
    course.body, course.elsewhere, course.expires_months = body.strip(), elsewhere.strip(), expires_months
