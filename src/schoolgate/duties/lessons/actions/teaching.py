"""A lesson is written down, or taken back."""

from __future__ import annotations

import re
from datetime import date

from django.utils import timezone

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Group, Membership, Person
from schoolgate.community.powers import holds
from schoolgate.duties.lessons.models import Lesson
from schoolgate.duties.lessons.owing import KIND, rounds
from schoolgate.duties.lessons.year import activities
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import asked
from schoolgate.record.ledger import reference

NAMES = "Leave out the children’s names: “{name}” is one. Say what they said, not who said it."


def teach(by: Person, *, group: Group | None, on: date, activity: str = "", title: str = "", said: str = "") -> Lesson:
    """Write down a lesson that was held: for a class that one teaches, or for any where one leads the school.

    `activity` is one of ours, or '' with a `title` of one's own. What it was owed for is done, for every teacher of the
    class. Raises Refused for another's class, a day that has not come, and a child's name in what they said.
    """
    with change(by, "lesson.record", by.school) as ledger:
        if not may_record(by, group):
            raise Refused("You can write down lessons of the classes that you teach. Ask your head teacher for others.")
        if on > timezone.localdate():
            raise Refused("This day has not come yet. Write the lesson down once it was held.")
        if activity and activity not in activities():
            raise Refused("Choose an activity from the list.")
        if not activity and not title.strip():
            raise Refused("Say what the lesson was called.")
        if name := named_in(said, group):
            raise Refused(NAMES.format(name=name))
        words = activities()[activity].title if activity else title.strip()
        lesson = Lesson.objects.create(
            school=by.school, group=group, activity=activity, title=words, on=on, by=by, said=said.strip()
        )
        ended = _end(lesson)
        ledger.write("lesson.taught", lesson, group=group.pk if group else None, on=on.isoformat(), ended=ended)
    return lesson


def take_back(by: Person, lesson: Lesson) -> None:
    """Take back a lesson that was written down by mistake: what it had ended is owed again."""
    with change(by, "lesson.record", lesson.school) as ledger:
        lesson = Lesson.objects.of(lesson.school).select_for_update().get(pk=lesson.pk)
        if lesson.by_id != by.pk and not holds(by, "lesson.record_any"):
            raise Refused("Only who wrote it down, or the head teacher, can take it back.")
        if lesson.withdrawn_at:
            raise Refused("This lesson has been taken back already.")
        lesson.withdrawn_at = timezone.now()
        lesson.save(update_fields=["withdrawn_at"])
        proved = Duty.objects.of(lesson.school).filter(evidence=reference(lesson))
        proved.update(state=Duty.State.OWED, ended_at=None, evidence="")
        # "withdrawn" has what is owed looked at again: another lesson may prove it.
        ledger.write("lesson.withdrawn", lesson)


def may_record(by: Person, group: Group | None) -> bool:
    """Whether somebody may write down a lesson of a class; None is the whole school."""
    if holds(by, "lesson.record_any"):
        return group is None or group.school_id == by.school_id
    return group is not None and group in classes_of(by)


def classes_of(person: Person) -> list[Group]:
    """The classes whose lessons somebody may write down: their own, or every one for those who lead the school."""
    running = Group.objects.of(person.school).filter(kind=Group.Kind.CLASS, ended_on__isnull=True)
    if not holds(person, "lesson.record_any"):
        running = running.filter(memberships__person=person, memberships__leads=True)
    return list(running)


def named_in(said: str, group: Group | None) -> str:
    """The name of a child of the class that stands in some words; '' for none. The first word of a sentence may be one
    that is a name elsewhere (“Will it…”)."""
    if group is None:
        return ""
    pupils = Membership.objects.of(group.school).filter(group=group, leads=False).select_related("person")
    for member in pupils:
        whole, first = member.person.name, member.person.given_name or member.person.name.split()[0]
        if re.search(rf"\b{re.escape(whole)}\b", said, re.IGNORECASE) or re.search(
            rf"(?<![.!?“\"'] )(?<!^)\b{re.escape(first)}\b", said
        ):
            return first
    return ""


def _end(lesson: Lesson) -> int:
    """End what the lesson was owed for: by everybody who teaches the class, or every class."""
    ended = 0
    for one in rounds(asked(lesson.school, timezone.localdate())):
        if one.first <= lesson.on <= one.last:
            owed = Duty.objects.of(lesson.school).filter(kind=KIND, key=one.key, state=Duty.State.OWED)
            mine = owed.filter(round=f"{one.name}/{lesson.group_id}") if lesson.group_id else owed
            mine = mine if lesson.group_id else mine.filter(round__startswith=one.name)
            ended += mine.update(state=Duty.State.DONE, ended_at=timezone.now(), evidence=reference(lesson))
    return ended
