"""Settling: the duties of a school made to agree with what its policy asks, of the people it has, today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from schoolgate.community.change import by_machine
from schoolgate.community.models import School
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import Asked, Due, Kind, Owing, asked, kinds
from schoolgate.record.models import LedgerEntry

State = Duty.State
Key = tuple[int, str, str]
"""Person, key, round: with the kind, one duty."""
Said = tuple[str, str, int | None, str]
"""What, clause, version, audience: what a duty says of itself, and may come to say otherwise."""
BATCH = 2000
AT_ONCE = 20_000
"""How many new duties are begun in one transaction: a second or two of writing."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How many duties began, ended by what was done already, and were lifted because nobody asks for them now."""

    begun: int = 0
    ended: int = 0
    lifted: int = 0


@dataclass(slots=True)
class Plan:
    """What has to change. Rows are named by their numbers, so that 100,000 that stay as they are cost nothing."""

    new: list[Duty] = field(default_factory=list)
    more: bool = False
    ended: list[Duty] = field(default_factory=list)
    lifted: list[int] = field(default_factory=list)
    past: list[int] = field(default_factory=list)
    current_again: list[int] = field(default_factory=list)
    owed_again: list[Duty] = field(default_factory=list)
    reworded: dict[Said, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __bool__(self) -> bool:
        return any((self.new, self.ended, self.lifted, self.past, self.current_again, self.owed_again, self.reworded))


def settle(school: School, on: date | None = None) -> Settled:
    """Begin what is newly owed, and lift what is not asked any more. What was done or declined stays so.

    The day by which something is due stays the one that the person was told first. Safe to run at any time and
    twice: the second time changes nothing, and writes nothing.
    """
    day = on or timezone.localdate()
    total, more = Settled(), True
    while more:
        turn, more = _turn(school, day)
        total = Settled(total.begun + turn.begun, total.ended + turn.ended, total.lifted + turn.lifted)
    return total


def _turn(school: School, day: date) -> tuple[Settled, bool]:
    """As much as holds nobody up for long, and whether there is more."""
    seen = _last_entry(school)
    plan = _plan(school, day)
    if not plan:
        return Settled(), False
    with transaction.atomic():
        # Two at once come one after the other.
        School.objects.select_for_update(no_key=True).get(pk=school.pk)
        if _last_entry(school) != seen:
            # Something changed while we were reading, without holding everybody else up.
            plan = _plan(school, day)
        return (_carry_out(school, plan) if plan else Settled()), plan.more


def _last_entry(school: School) -> int | None:
    """Whatever settling reads is changed together with an entry: the same last entry means the same answers."""
    numbers = LedgerEntry.objects.filter(school=school.pk).order_by("-number").values_list("number", flat=True)
    return numbers.first()


def _plan(school: School, day: date) -> Plan:
    question, plan = asked(school, day), Plan()
    for kind in kinds().values():
        _plan_kind(question, kind, plan)
    return plan


def _plan_kind(question: Asked, kind: Kind, plan: Plan) -> None:
    version = question.version.pk if question.version else None
    wanted = _wanted(question, kind)
    held = Duty.objects.of(question.school).filter(kind=kind.KIND).order_by()
    fields = ("pk", "state", "current", "person", "key", "round", "what", "clause", "version", "audience")
    for pk, state, current, *identity, what, clause, held_version, audience in held.values_list(*fields).iterator():
        owing, due = wanted.pop((identity[0], identity[1], identity[2]), (None, None))
        if owing is None or due is None:
            if state == State.OWED:
                plan.lifted.append(pk)
            elif current:
                plan.past.append(pk)
            continue
        if state in (State.DONE, State.DECLINED):
            if not current:
                plan.current_again.append(pk)
        elif due.evidence:
            plan.ended.append(_ended(Duty(pk=pk), due))
        elif state == State.LET_OFF and not current:
            plan.current_again.append(pk)
        elif state == State.LIFTED:
            plan.owed_again.append(Duty(pk=pk, due=due.by, since=question.on))
        # What was done stands in the same line of the head's table as what is owed: because of today's clause.
        says: Said = (owing.what, owing.clause, version, due.audience)
        if says != (what, clause, held_version, audience):
            plan.reworded[says].append(pk)
    for (person, key, round_), (owing, due) in wanted.items():
        if len(plan.new) >= AT_ONCE:
            plan.more = True
            break
        duty = Duty(school=question.school, person_id=person, kind=owing.kind, key=key, round=round_, due=due.by)
        duty.since, duty.what, duty.clause, duty.audience = question.on, owing.what, owing.clause, due.audience
        duty.version = question.version
        plan.new.append(_ended(duty, due) if due.evidence else duty)


def _wanted(question: Asked, kind: Kind) -> dict[Key, tuple[Owing, Due]]:
    """What a kind asks. Whoever is asked for one thing as two kinds of person owes it once, by the earlier day."""
    found: dict[Key, tuple[Owing, Due]] = {}
    for owing in kind.owing(question):
        for person, due in owing.people.items():
            key = (person, owing.key, due.round)
            if key not in found or due.by < found[key][1].by:
                found[key] = (owing, due)
    return found


def _ended(duty: Duty, due: Due) -> Duty:
    duty.state = State.DECLINED if due.declined else State.DONE
    duty.ended_at, duty.evidence, duty.current = timezone.now(), due.evidence, True
    return duty


def _carry_out(school: School, plan: Plan) -> Settled:
    rows = Duty.objects.of(school)
    now = timezone.now()
    with by_machine(school) as ledger:
        Duty.unscoped.bulk_create(plan.new, batch_size=BATCH)
        Duty.unscoped.bulk_update(plan.ended, ["state", "ended_at", "evidence", "current"], batch_size=BATCH // 8)
        for part in _parts(plan.lifted):
            rows.filter(pk__in=part).update(state=State.LIFTED, ended_at=now, current=False)
        for part in _parts(plan.past):
            rows.filter(pk__in=part).update(current=False)
        for part in _parts(plan.current_again):
            rows.filter(pk__in=part).update(current=True)
        for duty in plan.owed_again:
            duty.state, duty.current = State.OWED, True
        again = ["state", "current", "due", "since", "ended_at", "reminders", "reminded_at", "climbed_to", "climbed_at"]
        again += ["asked_by", "asked_at"]
        Duty.unscoped.bulk_update(plan.owed_again, again, batch_size=BATCH // 16)
        for (what, clause, version, audience), numbers in plan.reworded.items():
            for part in _parts(numbers):
                rows.filter(pk__in=part).update(what=what, clause=clause, version=version, audience=audience)
        begun, ended = len(plan.new) + len(plan.owed_again), len(plan.ended)
        ledger.write("duties.settled", school, begun=begun, ended=ended, lifted=len(plan.lifted))
    return Settled(begun, ended, len(plan.lifted))


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(numbers), BATCH):
        yield numbers[first : first + BATCH]
