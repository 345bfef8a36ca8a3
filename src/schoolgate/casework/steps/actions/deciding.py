"""A decision about one rung: taken, not yet, or not taken, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.http import Http404
from django.urls import reverse

from schoolgate.casework.cases.actions.working import chronicle, working
from schoolgate.casework.cases.models import Case
from schoolgate.casework.steps.models import Step
from schoolgate.casework.steps.rungs import passed_over, rungs
from schoolgate.casework.steps.standing import SETTLED, Rung, has_affected, ladder
from schoolgate.casework.steps.terms import words_of
from schoolgate.casework.steps.whose import (
    asked_to_agree,
    fills,
    may_leave,
    may_take,
    who_consider,
    who_take,
)
from schoolgate.community.change import Change, Refused
from schoolgate.community.mail import send
from schoolgate.community.models import Person
from schoolgate.community.notices import tell
from schoolgate.policy.explain import joined
from schoolgate.policy.models import in_force

LOOK_FIRST = (
    "Nobody has looked at what this is yet. Say that first, on the page of the case. To call the police or a helpline "
    "you need not wait."
)
FORBIDDEN = "The policy does not allow this step ({clauses}). Choose another, or say why it is not taken."
NOT_YOURS = "This step is for {whom} to decide. Ask them, and add them to the case if they are not in it."
CONSIDERED = "By {clause}, {whom} has to consider this step. So nobody else says that it is not taken."
IN_HAND = "{whom} has decided on this step, and it is theirs to change. Ask them."
SAY_WHY = "Say why, in a few words."
SAY_SKIPPED = "Steps that come before this one are still open. Say why you do not wait for them."
SAY_EARLY = "What your policy waits for is not so. Say why you take the step now."
ASKED = "You are asked to agree to a step that needs more than one person."


class StandsAlready(Refused):
    """The same decision, in the same words, by the same person: it was sent twice."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody decides. `decision` is taken, not_yet or not_taken. For a step that is taken, `holds` are the
    circumstances that the policy waits for and that are so; `early` says why it is taken where they are not enough,
    `skipped` why the steps that come before it and are still open are not waited for."""

    decision: str
    why: str
    told: str = ""
    due: date | None = None
    skipped: str = ""
    early: str = ""
    holds: tuple[str, ...] = ()


def decide(person: Person, case: Case, code: str, given: Given) -> Step:
    """Write down a decision about a rung, by the policy in force today. It takes the place of the last.

    In an emergency nothing stands in the way: no order, no agreement, no missing look at what the case is, not even
    that it is closed. Raises Refused with what to do instead.
    """
    kind = rungs().get(code)
    if kind is None:
        raise Http404
    power = "case.open" if kind.emergency else "case.decide"
    with working(person, case, power, closed=kind.emergency, emergency=kind.emergency) as (ledger, held):
        every = ladder(held)
        rung = next((each for each in every if each.code == code), None)
        if rung is None:
            raise Http404
        _may(person, held, rung, given.decision)
        takes = given.decision == Step.Decision.TAKEN
        before = comes_before(person, held, every, rung) if takes else Before()
        _check(person, rung, given, before)
        step = _keep(person, held, rung, given, before.passed)
        chronicle(ledger, held, "step", _words(rung, given, before), about=step)
        for each in before.passed:
            _keep(person, held, each, Given(Step.Decision.PASSED_OVER, given.skipped, given.told and passed_over()))
        if step.waits_for:
            _ask(ledger, held, step)
        return step


def decide_not(person: Person, case: Case, reasons: Mapping[str, str]) -> list[Step]:
    """Write down that these rungs are not taken, each with its own reason: all of them, or none.

    The person affected reads the words of the ladder for each. Raises Refused as `decide` does.
    """
    made = []
    with transaction.atomic():
        tells = has_affected(case)
        for code, why in reasons.items():
            told = rungs()[code].told["not_taken"] if tells and code in rungs() else ""
            with suppress(StandsAlready):
                made.append(decide(person, case, code, Given(Step.Decision.NOT_TAKEN, why, told)))
    return made


@dataclass(frozen=True, slots=True)
class Before:
    """What comes before a step and is still open: rungs that are `passed` over on the way, and those that stay as they
    are, because they are for somebody else to consider, or wait for their day."""

    passed: Sequence[Rung] = ()
    stays: Sequence[Rung] = ()

    def __bool__(self) -> bool:
        return bool(self.passed or self.stays)


def comes_before(person: Person, case: Case, every: Sequence[Rung], rung: Rung) -> Before:
    """The rungs that come before this one and are still open: those that the policy says come first; where it does not
    say, those that it names, or the stages of a complaint, that stand before it. None for an emergency."""
    if rung.emergency:
        return Before()
    if (first := rung.terms.after.value) is None:
        before = [each for each in every[: every.index(rung)] if each.stage is rung.stage]
        left = [each for each in before if not each.decision and (each.named or each.stage)]
    else:
        left = [each for each in every if each.code in first and each.decision not in SETTLED]
    left = [each for each in left if not (each.emergency or each.forbidden)]
    passed = [each for each in left if not each.decision and may_leave(person, case, each)]
    return Before(passed, [each for each in left if each not in passed])


def _may(person: Person, case: Case, rung: Rung, decision: str) -> None:
    """Raise Refused, with whom to ask, where this decision is not theirs."""
    if not rung.emergency and case.state == Case.State.NEW:
        raise Refused(LOOK_FIRST)
    if decision == Step.Decision.TAKEN:
        if not may_take(person, case, rung):
            raise Refused(NOT_YOURS.format(whom=_any_of(who_take(case, rung))))
    elif not may_leave(person, case, rung):
        if people := who_consider(case, rung):
            clause = rung.terms.considered_by.clause
            raise Refused(CONSIDERED.format(clause=clause.id if clause else "", whom=_any_of(people)))
        if rung.by and not rung.stage:
            raise Refused(IN_HAND.format(whom=rung.by.name))
        raise Refused(NOT_YOURS.format(whom=_any_of(who_take(case, rung))))


def _any_of(people: Sequence[Person]) -> str:
    return joined([one.name for one in people], "or")


def _check(person: Person, rung: Rung, given: Given, before: Before) -> None:
    takes = given.decision == Step.Decision.TAKEN
    if takes and rung.forbidden:
        raise Refused(FORBIDDEN.format(clauses=", ".join(clause.id for clause in rung.clauses)))
    if not given.why.strip():
        raise Refused(SAY_WHY)
    if before and not given.skipped.strip():
        raise Refused(SAY_SKIPPED)
    if takes and not rung.emergency and not rung.terms.come(given.holds) and not given.early.strip():
        raise Refused(SAY_EARLY)
    if (last := rung.step) and last.by_id == person.pk and not last.signatures.exists():
        same = (last.decision, last.due, last.said("why"), last.said("told"))
        if same == (given.decision, given.due, given.why, given.told):
            raise StandsAlready("This is what stands already.")


def _keep(person: Person, case: Case, rung: Rung, given: Given, over: Sequence[Rung] = ()) -> Step:
    asks = rung.agreement if given.decision == Step.Decision.TAKEN and not rung.emergency else None
    needs = [list(roles) for roles in asks.needs] if asks else []
    own = fills(person, case, needs, range(len(needs)))
    step = Step(
        case=case,
        rung=rung.code,
        decision=given.decision,
        clause=rung.clause.id if rung.clause else "",
        version=in_force(case.school),
        verdict=rung.verdict,
        needs=needs,
        fills=own,
        waits_for=len(needs) - (own is not None),
        skipped=[each.code for each in over],
        holds=sorted(given.holds),
        due=given.due,
        by=person,
    )
    step.keep(why=given.why, told=given.told, early="" if rung.terms.come(given.holds) else given.early)
    step.save()
    return step


def _words(rung: Rung, given: Given, before: Before) -> str:
    by = f" ({rung.clause.id})" if rung.clause else " (the policy does not name it)"
    lines = [f"{rung.label}{by}: {Step.Decision(given.decision).label.lower()}. {given.why}"]
    if given.decision == Step.Decision.TAKEN and rung.terms.waits and not rung.emergency:
        held = joined(words_of(given.holds))
        come = rung.terms.come(given.holds)
        lines.append(f"What the policy waits for: {held}." if come else f"Taken before its time: {given.early}")
    for says, rungs_before in (("Passed over", before.passed), ("Not waited for", before.stays)):
        if rungs_before:
            lines.append(f"{says}: {joined([each.label.lower() for each in rungs_before])}. {given.skipped}")
    if given.told:
        lines.append(f"Words for the person affected: {given.told}")
    return "\n\n".join(lines)


def _ask(ledger: Change, case: Case, step: Step) -> None:
    """Tell those who are to agree, in references alone."""
    path = reverse("step_agree", args=[case.reference, step.rung])
    people = asked_to_agree(case, step)
    tell(people, f"{case.reference}: {ASKED}", path)
    for one in people:
        send(one, ASKED, path, case.reference)
        ledger.write("case.step_agreement_asked", case, step=step.pk, person=one.pk)
