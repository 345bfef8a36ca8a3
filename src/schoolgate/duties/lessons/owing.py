"""What lessons are owed: to each class, by its teachers; by the head where a class has none, or a school no classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from schoolgate.community.calendar import school_year
from schoolgate.community.models import Group, Membership, Term
from schoolgate.duties.lessons.models import Lesson
from schoolgate.duties.lessons.year import material, safer_internet_day, season_of, seasons
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import Asked, Due, Owing
from schoolgate.duties.rhythm import months_in, months_of
from schoolgate.policy.clause import Duty as Asks
from schoolgate.record.ledger import reference

KIND = "lesson"
LABEL = "Lessons"
EVIDENCE = Lesson._meta.label_lower
STIRRED_BY = frozenset({"lesson.withdrawn"})
WITH_AN_AGREEMENT = frozenset({"before_access", "before_use", "on_joining"})
"""When a lesson belongs to the signing of an agreement, which is asked for there."""
DAY, TERMLY, YEARLY = "safer-internet-day", "termly", "yearly"


@dataclass(frozen=True, slots=True)
class Round:
    """One time that a lesson is owed: what for, which clause asks, and between which days one counts."""

    key: str
    name: str
    what: str
    clause: str
    first: date
    last: date
    due: date


def owing(asked: Asked) -> Iterator[Owing]:
    wanted = rounds(asked)
    if not wanted:
        return
    classes = _teachers(asked)
    heads = [*asked.audiences.office("head")]
    held = list(Lesson.objects.of(asked.school).filter(withdrawn_at__isnull=True, on__lte=asked.on).order_by("pk"))
    for one in wanted:
        counting = [lesson for lesson in held if one.first <= lesson.on <= one.last]
        whole = next((lesson for lesson in counting if lesson.group_id is None), None)
        if not classes:
            yield Owing(KIND, one.key, one.what, one.clause, _people(one, one.name, heads, "head", whole))
        for group, (name, teachers) in classes.items():
            done = next((lesson for lesson in counting if lesson.group_id == group), whole)
            audience = "staff" if teachers else "head"
            people = _people(one, f"{one.name}/{group}", teachers or heads, audience, done)
            yield Owing(KIND, one.key, f"{one.what}: {name}"[:200], one.clause, people)


def address(duty: Duty) -> str:
    _, _, group = duty.round.partition("/")
    return reverse("lesson_add") + (f"?class={group}" if group else "")


def line(duty: Duty) -> str:
    """What all classes are asked for."""
    return duty.what.partition(": ")[0]


def answer(duty: Duty) -> str:
    """Where the head sees the lesson that was held, and can take a wrong one back."""
    model, _, number = duty.evidence.partition(":")
    return reverse("lesson", args=[int(number)]) if model == EVIDENCE and number.isdigit() else ""


def rounds(asked: Asked) -> list[Round]:
    """What is owed now: a lesson this term or this year, and one around Safer Internet Day."""
    clauses: dict[str, str] = {}
    for owed in asked.duties:
        if owed.duty.kind == KIND and owed.duty.when not in WITH_AN_AGREEMENT:
            clauses.setdefault(_rhythm(owed.duty), owed.clause.id)
    if "lesson.season" in asked.settings and not clauses:
        clauses[YEARLY] = asked.clause_of("lesson.season")
    terms = list(Term.objects.of(asked.school).values_list("first_day", "last_day"))
    found: list[Round] = []
    for key, clause in clauses.items():
        if key == DAY:
            found += _around_the_day(asked.on, clause)
        elif key == TERMLY:
            now = season_of(asked.on, terms)
            found.append(
                Round(key, now.key, f"Teach online safety this {now.name} term", clause, now.first, now.last, now.last)
            )
        else:
            found.append(_this_year(asked, clause, terms))
    return found


def _rhythm(duty: Asks) -> str:
    """Which round a duty asks for. What comes round more often than once a year is taught each term."""
    if duty.when == "safer_internet_day":
        return DAY
    often = months_of(duty) or months_in("regularly")
    return TERMLY if often < months_in("yearly") else YEARLY


def _this_year(asked: Asked, clause: str, terms: Sequence[tuple[date, date]]) -> Round:
    """A lesson in the school year, in the season that the policy names or by the end of summer."""
    year = seasons(asked.on, terms)
    setting = asked.settings.get("lesson.season")
    named = next((season for season in year if setting and season.name == setting.value), None)
    begun = school_year(asked.on)
    due = (named or year[-1]).last
    what = f"Teach online safety in the {named.name} term" if named else "Teach online safety this school year"
    return Round(YEARLY, f"{begun}-{(begun + 1) % 100:02}", what, clause, year[0].first, date(begun + 1, 8, 31), due)


def _around_the_day(on: date, clause: str) -> Iterator[Round]:
    """From some weeks before the next Safer Internet Day until lessons no longer count for it."""
    around, ahead = (timedelta(days=int(material()[name])) for name in ("around_days", "ahead_days"))
    begun = school_year(on) + 1
    day = safer_internet_day(begun)
    month, last = (int(part) for part in str(material()["latest_day"]).split("-"))
    latest = day + around if day else date(begun, month, last)
    due = day or latest
    if on >= due - ahead:
        yield Round(DAY, str(begun), "Mark Safer Internet Day", clause, due - around, latest, due)


def _teachers(asked: Asked) -> Mapping[int, tuple[str, list[int]]]:
    """The classes that run and have pupils: each one's name, and its teachers who are here."""
    here = asked.audiences.of("staff")
    found: dict[int, tuple[str, list[int]]] = {}
    pupils: set[int] = set()
    running = Group.objects.of(asked.school).filter(kind=Group.Kind.CLASS, ended_on__isnull=True)
    for pk, name in running.values_list("pk", "name"):
        found[pk] = (name, [])
    members = Membership.objects.of(asked.school).filter(group__kind=Group.Kind.CLASS, group__ended_on__isnull=True)
    for group, person, leads in members.values_list("group", "person", "leads"):
        if leads and person in here:
            found[group][1].append(person)
        elif not leads:
            pupils.add(group)
    return {group: entry for group, entry in found.items() if group in pupils}


def _people(one: Round, name: str, people: Sequence[int], audience: str, done: Lesson | None) -> dict[int, Due]:
    evidence = reference(done) if done else ""
    return {person: Due(name, one.due, audience, evidence) for person in people}
