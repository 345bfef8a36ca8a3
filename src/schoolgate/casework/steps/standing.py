"""Where a case stands on the ladder: each rung, what the policy in force says of it, and what was decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from schoolgate.casework.cases.asked import asked_by
from schoolgate.casework.cases.joined import with_joined
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.cases.words import complaints, only_complaint
from schoolgate.casework.cases.words import kinds as words
from schoolgate.casework.steps.models import Step, StepSignature
from schoolgate.casework.steps.rungs import Agreement, RungKind, agreements, in_order, speaks_of, stages
from schoolgate.casework.steps.terms import Terms, terms
from schoolgate.community.calendar import working_days_from
from schoolgate.community.models import Person
from schoolgate.policy.clause import Clause
from schoolgate.policy.models import PolicyVersion, in_force

DECISIONS = {
    "": "To decide",
    "taken": "Taken",
    "to_agree": "Waits for agreement",
    "not_agreed": "Not agreed",
    "not_yet": "Not yet",
    "not_taken": "Not taken",
    "passed_over": "Passed over",
}
"""What can stand for a rung. `to_agree`: taken, once everybody who has to has agreed."""
SETTLED = ("taken", "not_taken", "passed_over")


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung for one case. `decision` is a key of DECISIONS; `clause` the first of `clauses`, which name it in the
    policy in force (None and `named` False where it does not). `verdict` is the engine's on its act ('' for none).
    `agreement` is set where the policy asks more than one person to agree to it. `step` is the decision that stands.
    `terms` are what the policy says of it, and our own words where it does not. `passer` is the step on the way to
    which it was passed over; `was_taken` that it counted as taken at some time, whatever stands now.
    `by_day` is the last day of a stage of a complaint that has not been reached."""

    kind: RungKind
    clauses: tuple[Clause, ...]
    verdict: str
    agreement: Agreement | None
    agreement_clause: Clause | None
    step: Step | None
    decision: str
    terms: Terms
    by_day: date | None = None
    passer: Step | None = None
    was_taken: bool = False

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def label(self) -> str:
        return self.kind.label

    @property
    def hint(self) -> str:
        return self.kind.hint

    @property
    def clause(self) -> Clause | None:
        return self.clauses[0] if self.clauses else None

    @property
    def named(self) -> bool:
        return bool(self.clauses)

    @property
    def stage(self) -> bool:
        """Whether it is a stage of a complaint, and no step of the ladder."""
        return bool(self.kind.stage_of)

    @property
    def late(self) -> bool:
        return bool(self.by_day and self.by_day < timezone.localdate())

    @property
    def emergency(self) -> bool:
        return self.kind.emergency

    @property
    def letter(self) -> str:
        """The letter that goes with it; '' for none."""
        return self.terms.letter.value

    @property
    def decided_by(self) -> tuple[str, ...]:
        """Whose decision it is to take it; empty for an emergency, which is anybody's who may open the case."""
        return self.terms.decided_by.value

    @property
    def decided(self) -> str:
        """What stands, in words."""
        return DECISIONS[self.decision]

    @property
    def forbidden(self) -> bool:
        """Whether the policy stands in the way. Nothing does in an emergency."""
        return self.verdict == "forbidden" and not self.emergency

    @property
    def by(self) -> Person | None:
        return self.step.by if self.step else None

    @property
    def at(self) -> datetime | None:
        return self.step.at if self.step else None

    @property
    def since(self) -> datetime | None:
        """When the decision began to count: when the last who had to had agreed."""
        made = [step for step in (self.step, self.passer) if step]
        return max((at for step in made for at in (step.at, *(one.at for one in step.signatures.all()))), default=None)

    @property
    def due(self) -> date | None:
        return self.step.due if self.step else None

    def why(self) -> str:
        """Why it was decided so, for those who may open the case."""
        return self.step.said("why") if self.step else ""

    def early(self) -> str:
        """Why it was taken although what the policy waits for was not so; '' where it was, or nothing is waited for."""
        return self.step.said("early") if self.step else ""

    def told(self) -> str:
        """What the person affected may read of it; '' until a step counts."""
        counts = self.step and self.decision not in ("to_agree", "not_agreed")
        return self.step.said("told") if self.step and counts else ""


def ladder(case: Case, on: date | None = None) -> list[Rung]:
    """Every rung for a case on a day (today, unless told), in the order of the school's ladder.

    Rungs that answer only what staff, say, have done are left out where none of them is said to have done it, and so is
    what a clause says of them. A case that is a complaint has its stages too; one that is nothing else has them, what
    it can lead to, and what is there in an emergency.
    """
    day = on or timezone.localdate()
    version = in_force(case.school, day)
    clauses = version.clauses_on(day) if version else ()
    past = list(history(case))
    last = {step.rung: step for step in past}
    kinds = _who_did_it(case)
    return [
        _rung(kind, case, clauses, kinds, version, day, past)
        for kind in in_order(clause for clause in clauses if speaks_of(clause, kinds))
        if ((not kind.of or kind.of & kinds) and fits(kind, case.kinds)) or kind.code in last
    ]


def fits(kind: RungKind, kinds: Collection[str]) -> bool:
    """Whether a rung is there for a case of these kinds."""
    if kind.stage_of:
        return bool(kind.stage_of.intersection(kinds))
    return not only_complaint(kinds) or kind.emergency or kind.code in stages()["beside"]


def history(case: Case) -> QuerySet[Step]:
    """Every decision about a case, and about those joined to it, the first first."""
    signed = Prefetch("signatures", StepSignature.objects.of(case.school).select_related("by"))
    return (
        Step.objects.of(case.school).filter(with_joined(case)).select_related("by", "version").prefetch_related(signed)
    )


def undecided(case: Case, on: date | None = None) -> list[Rung]:
    """The rungs that the policy names and that still have no decision, “not yet” being none, if it asks for a record
    of what was considered (record.decisions); and everything that waits for somebody's agreement."""
    rungs = ladder(case, on)
    recorded = setting_clause(case, "record.decisions", on)
    return [
        rung
        for rung in rungs
        if rung.decision == "to_agree" or (recorded and rung.named and rung.decision not in SETTLED)
    ]


def unreached(case: Case) -> list[Rung]:
    """The stages of a complaint that nobody has reached or left out."""
    return [rung for rung in ladder(case) if rung.stage and rung.decision not in SETTLED]


def untold(case: Case, on: date | None = None) -> list[Rung]:
    """The rungs with a decision of which the person affected is told nothing, where the policy says that they are told
    (support.kept_informed) and there is somebody affected."""
    if not setting_clause(case, "support.kept_informed", on) or not has_affected(case):
        return []
    return [rung for rung in ladder(case, on) if rung.decision in (*SETTLED, "not_yet") and not rung.told()]


def setting_clause(case: Case, control: str, on: date | None = None) -> Clause | None:
    """The clause of the policy in force that says yes to a control."""
    return asked_by(case.school, control, on)


def has_affected(case: Case) -> bool:
    return Party.objects.of(case.school).filter(case=case, part=Party.Part.AFFECTED, ended_at=None).exists()


def decision_of(step: Step | None) -> str:
    """What a decision comes to, with the agreement that it needs."""
    if step is None or step.decision != Step.Decision.TAKEN or not step.needs:
        return step.decision if step else ""
    if step.refused():
        return "not_agreed"
    return "to_agree" if step.still_needs() else "taken"


def _who_did_it(case: Case) -> frozenset[str]:
    """The kinds of those who are said to have done it."""
    rows = Party.objects.of(case.school).filter(case=case, part=Party.Part.RESPONSIBLE, ended_at=None)
    return frozenset(rows.values_list("kind", flat=True)) or frozenset({Party.Kind.UNKNOWN.value})


def _rung(
    kind: RungKind,
    case: Case,
    clauses: Iterable[Clause],
    kinds: frozenset[str],
    version: PolicyVersion | None,
    day: date,
    past: Sequence[Step],
) -> Rung:
    clauses = tuple(clauses)
    judged = kind.act if version and not (kind.outside and case.ground == "on_site") else ""
    ruling = version.judge(judged, {"by": "school"}, day) if version and judged else None
    verdict = ruling.verdict if ruling else ""
    named = [clause for clause in clauses if speaks_of(clause, kinds) and kind.named_by(clause)]
    if kind.stage_of:
        named = [clause for clause in clauses if says_where(case, clause)]
    if ruling and verdict == "forbidden":
        named = [*ruling.clauses, *(clause for clause in named if clause not in ruling.clauses)]
    wanted = (
        (agreement, clause)
        for agreement in agreements()
        for clause in clauses
        if kind.code in _values(clause, agreement.control)
    )
    agreement, says = next(wanted, (None, None))
    mine = [step for step in past if step.rung == kind.code]
    step = mine[-1] if mine else None
    passer = _passer(step, past)
    if passer and decision_of(passer) != "taken":
        step = passer = None
    decision = decision_of(step)
    waits = kind.stage_of and decision not in SETTLED
    by_day = working_days_from(case.school, timezone.localdate(case.at), kind.within) if waits else None
    return Rung(
        kind,
        tuple(named),
        verdict,
        agreement,
        says,
        step,
        decision,
        terms(kind, (clause for clause in clauses if speaks_of(clause, kinds))),
        by_day,
        passer,
        any(decision_of(each) == "taken" for each in mine),
    )


def _passer(step: Step | None, past: Sequence[Step]) -> Step | None:
    """The step on the way to which this one was passed over. Until it counts, nothing is passed over."""
    if step is None or step.decision != Step.Decision.PASSED_OVER:
        return None
    return next((each for each in reversed(past) if each.pk < step.pk and step.rung in each.skipped), None)


def says_where(case: Case, clause: Clause) -> bool:
    """Whether a clause says where such a complaint goes."""
    return any(words()[kind].tells in clause.controls for kind in complaints(case.kinds))


def _values(clause: Clause, control: str) -> tuple[str, ...]:
    value = clause.controls.get(control, ())
    return value if isinstance(value, tuple) else ()
