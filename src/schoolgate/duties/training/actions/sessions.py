"""Training sessions: planned, and who was there. Nobody writes down their own attendance."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person
from schoolgate.duties.training.actions.withdrawing import withdraw
from schoolgate.duties.training.catalogue import kept
from schoolgate.duties.training.models import Completion, Course, Session
from schoolgate.policy.dates import months_after

NOT_THERE = "The list of who was there on {:%-d %B %Y} was put right: you were not there."


def plan_session(by: Person, course: Course, *, on: date, led_by: str) -> Session:
    """Plan a session of a course, or enter one that was held."""
    with change(by, "training.record", by.school) as ledger:
        course = kept(course)
        if course.school_id != by.school_id or course.archived_at:
            raise Refused("This course is not on offer now. Choose another.")
        session = Session.objects.create(school=by.school, course=course, on=on, led_by=led_by.strip())
        ledger.write("training.planned", session, course=course.pk, on=on.isoformat())
    return session


def record_attendance(by: Person, session: Session, there: Collection[Person], asked: Collection[Person]) -> int:
    """Write down who of those `asked` about was there; a tick taken away withdraws what it proved. How many were there.

    Raises Refused before the day of the session, and for one's own attendance.
    """
    with change(by, "training.record", session.school) as ledger:
        session = Session.objects.of(session.school).select_for_update().select_related("course").get(pk=session.pk)
        if session.on > timezone.localdate():
            raise Refused("This session has not been held yet. Come back on the day, and tick who was there.")
        if by in asked:
            raise Refused("You cannot write down your own attendance. Ask somebody else who leads training to do it.")
        now = {person.pk for person in there}
        held = session.completions.filter(withdrawn_at__isnull=True)
        before = {done.person_id: done for done in held.select_related("person", "course")}
        for person in asked:
            if person.pk in now and person.pk not in before:
                _complete(by, session, person)
            elif person.pk not in now and person.pk in before:
                withdraw(ledger, by, before[person.pk], NOT_THERE.format(session.on))
        session.recorded_at = timezone.now()
        session.save(update_fields=["recorded_at"])
        ledger.write("training.attended", session, there=sorted(now), asked=len(asked))
    return len(now)


def _complete(by: Person, session: Session, person: Person) -> None:
    if person.school_id != session.school_id:
        raise Refused("Choose people of this school.")
    months = session.course.expires_months
    Completion.objects.of(session.school).get_or_create(
        person=person,
        course=session.course,
        on=session.on,
        withdrawn_at=None,
        defaults={
            "school": session.school,
            "expires_on": months_after(session.on, months) if months else None,
            "how": Completion.How.SESSION,
            "session": session,
            "by": by,
        },
    )
