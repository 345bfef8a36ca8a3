"""What the judging bench asks: cases of a pack, and policies of any size."""

from __future__ import annotations

import random
from collections.abc import Sequence

from schoolgate.policy.clause import Clause, Condition, Rule
from schoolgate.policy.vocabulary import PERMISSIONS, Fact, acts, bound_by, roles

Case = tuple[str, dict[str, str]]


def whole(count: int, seed: int = 1) -> list[Case]:
    """Cases with every fact known. Half of those that can have an approval have one."""
    chance = random.Random(seed)
    return [_case(chance, leave_out=0.0) for _ in range(count)]


def partial(count: int, seed: int = 2) -> list[Case]:
    """Cases as people ask them: who is known, and each other fact is known half the time."""
    chance = random.Random(seed)
    return [_case(chance, leave_out=0.5) for _ in range(count)]


def _case(chance: random.Random, leave_out: float) -> Case:
    act = chance.choice([*acts().values()])
    facts = {"by": chance.choice([*roles()])}
    for name, fact in act.facts.items():
        unsaid = 0.5 if name == "approved_by" else leave_out
        if name != "by" and chance.random() >= unsaid:
            facts[name] = _one_of(chance, fact)
    return act.name, facts


def _one_of(chance: random.Random, fact: Fact) -> str:
    return chance.choice(fact.values) if fact.values else str(chance.choice((1, 30, 366, 400)))


def policy(size: int, seed: int = 3) -> list[Clause]:
    """A made-up policy of so many clauses, one rule each, spread over the catalogue as real ones are."""
    chance = random.Random(seed)
    return [_clause(chance, number) for number in range(size)]


def _clause(chance: random.Random, number: int) -> Clause:
    act = chance.choice([*acts().values()])
    kinds = ["forbid"] * 5 + ["discourage"] * 2 + ["allow"] * 2
    if "approved_by" in act.facts:
        kinds += ["need"] * 3
    effect = chance.choice(kinds)
    asked = [fact for name, fact in act.facts.items() if name != "by" and name not in PERMISSIONS and fact.values]
    rule = Rule(
        act=act.name,
        effect=effect,  # type: ignore[arg-type]
        by=bound_by(chance.choice(["staff", "staff", "pupil", "parent", "governor", "everyone", "school"])),
        when=_conditions(chance, asked, 0.6),
        unless=_conditions(chance, asked, 0.15),
        approval=("head",) if effect == "need" else (),
    )
    modality = {"forbid": "must_not", "discourage": "should_not"}.get(effect, "may")
    return Clause(f"B-{number}", "Rules", ("staff",), modality, "A rule of the bench.", rules=(rule,))  # type: ignore[arg-type]


def _conditions(chance: random.Random, asked: Sequence[Fact], likely: float) -> tuple[Condition, ...]:
    if not asked or chance.random() > likely:
        return ()
    fact = chance.choice(asked)
    return (Condition(fact.name, frozenset({chance.choice(fact.values)})),)
