"""Coverage: how each clause of a policy ends, and what still waits for a part that is not built. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from schoolgate.policy.clause import Clause, Rule
from schoolgate.policy.engine import Rulebook, judge, values_to_try
from schoolgate.policy.pack import PACKS, load
from schoolgate.policy.vocabulary import PERMISSIONS, act_named

# The mechanisms that work today. Taking one up is how the waiting number falls.
BUILT = frozenset(
    {
        "account_register",
        "agreement_signing",
        "audit",
        "disclaimer",
        "escalation",
        "image_consent",
        "image_provenance",
        "incident_case",
        "lesson",
        "moderation",
        "parent_guide",
        "permission_request",
        "policy_review",
        "post_approval",
        "recruitment_search",
        "risk_assessment",
        "staff_support",
        "training",
    }
)
FIVE = tuple(name for name in PACKS if name != "model")


@dataclass(frozen=True, slots=True)
class Covered:
    """One clause and how it ends: ruling, control, duty, workflow or information; `waiting` names the mechanism
    it waits for, or is '' where it works today."""

    clause: Clause
    kind: str
    waiting: str


def cover(clause: Clause) -> Covered:
    """A ruling, a control and information work today; a duty or a workflow works once its mechanism is built."""
    waits = clause.kind in ("duty", "workflow") and clause.workflow not in BUILT
    return Covered(clause, clause.kind, (clause.workflow or "duties") if waits else "")


def coverage(clauses: Iterable[Clause]) -> dict[str, object]:
    """`{"clauses": n, "bound": {kind: n}, "waiting": {mechanism: n}}`: each clause is counted once."""
    covered = [cover(clause) for clause in clauses]
    bound = Counter(c.kind for c in covered if not c.waiting)
    waiting = Counter(c.waiting for c in covered if c.waiting)
    return {"clauses": len(covered), "bound": dict(sorted(bound.items())), "waiting": dict(sorted(waiting.items()))}


def five() -> Iterator[tuple[str, Clause]]:
    """Every clause of the five policies that Schoolgate was built on, with its policy's name."""
    for name in FIVE:
        yield from ((name, clause) for clause in load(name).clauses)


def witness(book: Rulebook, clause: Clause, rule: Rule, on: date) -> dict[str, str] | None:
    """Facts in which this rule's clause is heard: cited, outweighed or asking that somebody be told. None where
    there are none, which means the rule does nothing."""
    facts = act_named(rule.act).facts
    named = {c.fact for c in (*rule.when, *rule.unless)}
    choices = [values_to_try(rule.act, name, [rule]) for name in named if name not in PERMISSIONS]
    for by in sorted(rule.by):
        for values in product(*choices):
            given = {"by": by, **dict(zip((n for n in named if n not in PERMISSIONS), values, strict=True))}
            ruling = judge(book, rule.act, {n: v for n, v in given.items() if n in facts}, on)
            heard = {c.id for c in (*ruling.clauses, *ruling.outweighed)} | {t.clause.id for t in ruling.tell}
            if clause.id in heard:
                return given
    return None
