"""Whose decision a rung is, and who has to agree to it, among the people of a school today."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from schoolgate.casework.cases.access import kept_out, may_open
from schoolgate.casework.cases.access import may_decide as may_decide_about
from schoolgate.casework.cases.models import Case
from schoolgate.casework.steps.models import Step
from schoolgate.casework.steps.rungs import RungKind
from schoolgate.casework.steps.standing import Rung
from schoolgate.community.models import Person
from schoolgate.community.powers import holds
from schoolgate.policy.holders import holders, may_answer


def may_take(person: Person, case: Case, rung: Rung | RungKind) -> bool:
    """Whether somebody who may open a case may take a rung of it: anybody in an emergency; otherwise those whose
    decision it is, or, where the case is about all of these, whoever it falls to."""
    if rung.emergency:
        return holds(person, "case.open")
    return may_decide_about(person, case) and _counts(person, case, rung.decided_by)


def may_leave(person: Person, case: Case, rung: Rung) -> bool:
    """Whether somebody may say of a rung that it is not taken, or not yet.

    Whoever decides about the case may, or it would stay open until those for the gravest steps were let in, only to
    say no. Not where the policy says who has to consider it, where it is a stage of a complaint, or where somebody
    whose decision it is has said something of it.
    """
    considered = rung.terms.considered_by.value
    if considered and not rung.emergency:
        return may_decide_about(person, case) and _counts(person, case, considered)
    if may_take(person, case, rung):
        return True
    return not rung.stage and may_decide_about(person, case) and not taken_up(case, rung)


def taken_up(case: Case, rung: Rung) -> bool:
    """Whether somebody whose decision a rung is has said something of it."""
    return rung.step is not None and rung.step.by_id is not None and _counts(rung.step.by, case, rung.decided_by)


def who_take(case: Case, rung: Rung) -> list[Person]:
    """Those whose decision it is today, by name."""
    return holders(case.school, rung.decided_by, besides=_named(case))


def who_consider(case: Case, rung: Rung) -> list[Person]:
    """Those who alone say of it that it is not taken, by name; nobody where the policy does not say."""
    considered = rung.terms.considered_by.value
    return holders(case.school, considered, besides=_named(case)) if considered else []


def fills(person: Person, case: Case, needs: Sequence[Sequence[str]], open_places: Collection[int]) -> int | None:
    """The first of the open places of `needs` that somebody's agreement fills; None where it fills none."""
    return next((place for place in open_places if _counts(person, case, needs[place])), None)


def may_agree(person: Person, case: Case, step: Step) -> int | None:
    """The place of a step's needs that somebody may fill: not theirs who decided, or had their say already.

    Where everybody whose agreement it needs is in the case, or had their say for another place, it falls to the
    chair of governors, then to any other governor.
    """
    if step.refused() or step.signed_by(person) or not may_decide_about(person, case):
        return None
    said = [step.by, *(each.by for each in step.signatures.all())]
    for place in step.still_needs():
        if _counts(person, case, step.needs[place], said):
            return place
    return None


def asked_to_agree(case: Case, step: Step) -> list[Person]:
    """Those who may decide about the case and could agree now, by name."""
    return [one for one in could_agree(case, step) if may_open(one, case) and may_decide_about(one, case)]


def could_agree(case: Case, step: Step) -> list[Person]:
    """Those whose agreement would count, in the case or not, by name."""
    said = [step.by, *(each.by for each in step.signatures.all())]
    found = {
        person.pk: person
        for place in step.still_needs()
        for person in holders(case.school, step.needs[place], besides=[*_named(case), *said])
    }
    return sorted(found.values(), key=lambda one: (one.name, one.pk))


def _counts(person: Person, case: Case, named: Sequence[str], said: Sequence[Person] = ()) -> bool:
    return may_answer(person, named) or person in holders(case.school, named, besides=[*_named(case), *said])


def _named(case: Case) -> list[Person]:
    return list(Person.objects.of(case.school).filter(pk__in=kept_out(case)))
