"""The courses that a school has: those that come with Schoolgate, as the school has changed them, and its own."""

from __future__ import annotations

from schoolgate.community.models import Person, School
from schoolgate.duties.training.material import included
from schoolgate.duties.training.models import Course


def courses(school: School, *, archived: bool = False) -> list[Course]:
    """Every course on offer, the included ones first. An included one that nobody has changed has no row yet."""
    rows = list(Course.objects.of(school))
    changed = {row.included: row for row in rows if row.included}
    found = [changed.get(name) or _new(school, name) for name in included()]
    found += [row for row in rows if not row.included]
    return [course for course in found if archived or course.archived_at is None]


def course_called(school: School, key: str) -> Course | None:
    """A course by its key, archived or not; None where the school has none of that name."""
    return next((course for course in courses(school, archived=True) if course.key == key), None)


def kept(course: Course) -> Course:
    """The same course with a row of its own, inside a change."""
    if course._state.adding:
        defaults = {"title": course.title, "topics": course.topics}
        course, _ = Course.objects.of(course.school).get_or_create(
            school=course.school, included=course.included, defaults=defaults
        )
    return course


def is_author(person: Person, course: Course) -> bool:
    """Whether somebody wrote a course, or says that one of the included covers more than it came with."""
    came_with = included()[course.included]["topics"] if course.included else ()
    theirs = not course.included or bool(set(course.topics) - set(came_with))
    return theirs and course.pk is not None and course.authors.filter(pk=person.pk).exists()


def _new(school: School, name: str) -> Course:
    entry = included()[name]
    return Course(school=school, included=name, title=entry["title"], topics=list(entry["topics"]))
