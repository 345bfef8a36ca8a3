"""What training a school's policy asks for: which topic, of whom, how often, and which course answers it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schoolgate.duties.audiences import audiences_of
from schoolgate.duties.owing import Asked
from schoolgate.duties.rhythm import months_of
from schoolgate.duties.training.material import topic_of
from schoolgate.duties.training.models import Course
from schoolgate.policy.clause import Clause

PUPILS_AND_SCHOOL = frozenset({"pupil", "school", "leaver", "eyfs", "ks1", "ks2", "ks3", "ks4", "ks5"})


@dataclass(frozen=True, slots=True)
class Need:
    """One topic. `months` between refreshers (None: once is enough); `anew`: again with each version of the policy."""

    topic: str
    clause: str
    audiences: tuple[str, ...]
    months: int | None
    anew: bool


def needs(asked: Asked) -> list[Need]:
    """Every topic that the policy asks training in, in the order of its clauses."""
    found: dict[str, Need] = {}
    everywhere = asked.number("training.interval_months")
    for clause in asked.clauses:
        duties = [duty for duty in clause.duties if duty.kind == "training"]
        named = _listed(clause, "training.topics")
        for topic in named or dict.fromkeys(topic_of(duty.what) for duty in duties):
            old = found.get(topic)
            often = [*(months_of(duty) for duty in duties), everywhere, old.months if old else None]
            who = {*(old.audiences if old else ()), *_audiences(asked, clause)}
            found[topic] = Need(
                topic,
                old.clause if old else clause.id,
                audiences_of(who),
                min((months for months in often if months), default=None),
                any(duty.when == "on_change" for duty in duties) or (old is not None and old.anew),
            )
    if asked.settings.get("training.induction") and "policy" not in found:
        who = _audiences(asked, asked.settings["training.induction"].clause)
        found["policy"] = Need("policy", asked.clause_of("training.induction"), audiences_of(who), everywhere, False)
    return list(found.values())


def chosen(found: Iterable[Need], courses: Iterable[Course]) -> tuple[dict[str, Course], list[Need]]:
    """For each topic the course that is asked for, as few courses as will do; and the needs that none answers.

    A course that is asked for already counts first, then the school's own before those that come with Schoolgate.
    """
    offered = sorted(courses, key=lambda course: (bool(course.included), course.pk or 0))
    picked: dict[str, Course] = {}
    missing: list[Need] = []
    for need in found:
        fitting = [course for course in offered if need.topic in course.topics]
        already = [course for course in fitting if course in picked.values()]
        if fitting:
            picked[need.topic] = (already or fitting)[0]
        else:
            missing.append(need)
    return picked, missing


def _audiences(asked: Asked, clause: Clause) -> set[str]:
    """Whom a clause's training is for: whom it says, else the adults it binds, else whom the policy trains, else staff.

    Pupils are taught in lessons. Parents learn where the policy says that they are trained.
    """
    bound = _adults(clause.who)
    return (
        set(_listed(clause, "training.audiences"))
        or bound
        or set(asked.values("training.audiences")) - PUPILS_AND_SCHOOL
        or {"staff"}
    )


def _adults(who: Iterable[str]) -> set[str]:
    named = set(who)
    if "everyone" in named:
        named |= {"staff", "governor", "volunteer", "contractor"}
    return named - PUPILS_AND_SCHOOL - {"everyone", "parent"}


def _listed(clause: Clause, control: str) -> tuple[str, ...]:
    value = clause.controls.get(control)
    return value if isinstance(value, tuple) else ()
