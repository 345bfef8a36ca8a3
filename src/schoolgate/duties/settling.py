"""Settling: the duties of a school made to agree with what its policy asks, of the people it has, today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from schoolgate.community.change import by_machine
from schoolgate.community.models import School
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import Asked, Due, Owing, asked, kinds

State = Duty.State
Key = tuple[int, str, str, str]
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Settled:
    """How many duties began, ended by what was done already, and were lifted because nobody asks for them now."""

    begun: int = 0
    ended: int = 0
    lifted: int = 0


def settle(school: School, on: date | None = None) -> Settled:
    """Begin what is newly owed, and lift what is not asked any more. Done or declined ones are never touched.

    Safe to run at any time and twice: the second time changes nothing, and writes nothing.
    """
    day = on or timezone.localdate()
    with transaction.atomic():
        # Two at once come one after the other.
        School.objects.select_for_update().get(pk=school.pk)
        question = asked(school, day)
        wanted = {key: (owing, due) for key, owing, due in _wanted(question)}
        held = {(d.person_id, d.kind, d.key, d.round): d for d in Duty.objects.of(school).filter(kind__in=kinds())}
        new = [_duty(question, key, *wanted[key]) for key in wanted.keys() - held.keys()]
        ended: list[Duty] = []
        lifted: list[Duty] = []
        changed: list[Duty] = []
        for key, duty in held.items():
            if duty.state not in (State.OWED, State.LIFTED):
                continue
            if key not in wanted:
                if duty.state == State.OWED:
                    duty.state, duty.ended_at = State.LIFTED, timezone.now()
                    lifted.append(duty)
                continue
            before = (duty.state, duty.what, duty.clause, duty.version_id, duty.audience)
            _bring_up_to_date(question, duty, *wanted[key])
            if before != (duty.state, duty.what, duty.clause, duty.version_id, duty.audience):
                (ended if duty.state in (State.DONE, State.DECLINED) else changed).append(duty)
        if not (new or ended or lifted or changed):
            return Settled()
        with by_machine(school) as ledger:
            Duty.unscoped.bulk_create(new, batch_size=BATCH)
            fields = ["state", "ended_at", "evidence", "what", "clause", "version", "audience"]
            Duty.unscoped.bulk_update([*ended, *lifted, *changed], fields, batch_size=BATCH)
            ledger.write("duties.settled", school, begun=len(new), ended=len(ended), lifted=len(lifted))
    return Settled(len(new), len(ended), len(lifted))


def _wanted(question: Asked) -> Iterator[tuple[Key, Owing, Due]]:
    for kind in kinds().values():
        for owing in kind.owing(question):
            for person, due in owing.people.items():
                yield (person, owing.kind, owing.key, due.round), owing, due


def _duty(question: Asked, key: Key, owing: Owing, due: Due) -> Duty:
    person, kind, what, round_ = key
    duty = Duty(school=question.school, person_id=person, kind=kind, key=what, round=round_, since=question.on)
    duty.due = due.by
    _bring_up_to_date(question, duty, owing, due)
    return duty


def _bring_up_to_date(question: Asked, duty: Duty, owing: Owing, due: Due) -> None:
    duty.what, duty.clause, duty.version, duty.audience = owing.what, owing.clause, question.version, due.audience
    if due.evidence:
        duty.state = State.DECLINED if due.declined else State.DONE
        duty.ended_at, duty.evidence = timezone.now(), due.evidence
    elif duty.state == State.LIFTED:
        duty.state, duty.ended_at = State.OWED, None
