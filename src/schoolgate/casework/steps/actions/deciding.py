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
from schoolgate.casework.steps.standing import Rung, has_affected, ladder
from schoolgate.casework.steps.whose import asked_to_agree, fills, may_decide, who_decide
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
SAY_WHY = "Say why, in a few words."
SAY_SKIPPED = "Steps that come before this one have no decision yet. Say why they are passed over."
ASKED = "You are asked to agree to a step that needs more than one person."


class StandsAlready(Refused):
    """The same decision, in the same words, by the same person: it was sent twice."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody decides. `decision` is taken, not_yet or not_taken; `skipped` says why the steps before it are
    passed over, where there are any."""

    decision: str
    why: str
    told: str = ""
    due: date | None = None
    skipped: str = ""


def decide(person: Person, case: Case, code: str, given: Given) -> Step:
    """Write down a decision about a rung, by the policy in force today. It takes the place of the last.

    In an emergency nothing stands in the way: no order, no agreement, no missing look at what the case is, not even
    that it is closed. Raises Refused with what to do instead.
    """
    kind = rungs().get(code)
    if kind is None:
        raise Http404
    power = "case.open" if kind.emergency else "case.decide"
    with working(person, case, power, closed=kind.emergency) as (ledger, held):
        every = ladder(held)
        rung = next((each for each in every if each.code == code), None)
        if rung is None:
            raise Http404
        over = passed_by(every, rung) if given.decision == Step.Decision.TAKEN else []
        _check(person, held, rung, given, over)
        step = _keep(person, held, rung, given, over)
        chronicle(ledger, held, "step", _words(rung, given, over), about=step)
        for each in over:
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


def passed_by(every: Sequence[Rung], rung: Rung) -> list[Rung]:
    """The rungs that the policy names, that come before this one and have no decision. None for an emergency."""
    if rung.emergency:
        return []
    before = [each for each in every[: every.index(rung)] if each.stage is rung.stage]
    left = [each for each in before if not (each.decision or each.emergency or each.forbidden)]
    return [each for each in left if each.named or each.stage]


def _check(person: Person, case: Case, rung: Rung, given: Given, over: Sequence[Rung]) -> None:
    if not rung.emergency and case.state == Case.State.NEW:
        raise Refused(LOOK_FIRST)
    if not may_decide(person, case, rung.kind):
        raise Refused(NOT_YOURS.format(whom=joined([one.name for one in who_decide(case, rung.kind)], "or")))
    if given.decision == Step.Decision.TAKEN and rung.forbidden:
        raise Refused(FORBIDDEN.format(clauses=", ".join(clause.id for clause in rung.clauses)))
    if not given.why.strip():
        raise Refused(SAY_WHY)
    if over and not given.skipped.strip():
        raise Refused(SAY_SKIPPED)
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
        due=given.due,
        by=person,
    )
    step.keep(why=given.why, told=given.told)
    step.save()
    return step


def _words(rung: Rung, given: Given, over: Sequence[Rung]) -> str:
    by = f" ({rung.clause.id})" if rung.clause else " (the policy does not name it)"
    lines = [f"{rung.label}{by}: {Step.Decision(given.decision).label.lower()}. {given.why}"]
    if over:
        lines.append(f"Passed over: {joined([each.label.lower() for each in over])}. {given.skipped}")
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
