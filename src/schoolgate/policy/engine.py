"""The policy engine: may this person do this act, here, now? Pure: values in, a ruling out.

An unknown fact makes a condition unknown, never false. The ruling is what every way of filling in the unknown
facts agrees on; where they disagree it depends, and the ruling names the facts that decide. Permissions
(approvals and consents) are not facts of the case but steps to take: not given until somebody gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import NamedTuple

from schoolgate.policy.clause import Clause, Rule
from schoolgate.policy.vocabulary import act_named, bound_by, check_facts, givers

STRENGTH = {"silent": 0, "allowed": 1, "discouraged": 2, "needs": 3, "forbidden": 4}
_VERDICT = {"allow": "allowed", "discourage": "discouraged", "forbid": "forbidden"}


@dataclass(frozen=True, slots=True)
class Tell:
    """Somebody has to be told: a role, by this clause; `certain` is False where an unknown fact decides it."""

    to: str
    clause: Clause
    certain: bool


@dataclass(frozen=True, slots=True)
class Ruling:
    """The engine's answer.

    `verdict` is forbidden, needs, discouraged, allowed, silent or depends. `approvers` and `consents` are still
    to be had; of `alternatives` (one tuple a clause) any one will do. `afterwards` is the verdict once they are
    given ('' where that depends). `clauses` decided; `outweighed` applied and gave way. `unknown` are the facts
    that could change the answer, the most useful question first, each with the values that matter. `general`
    are the rules of conduct that still apply where the policy is silent.
    """

    act: str
    facts: Mapping[str, str]
    verdict: str
    approvers: tuple[str, ...]
    consents: tuple[str, ...]
    alternatives: tuple[tuple[str, ...], ...]
    written: bool
    afterwards: str
    clauses: tuple[Clause, ...]
    outweighed: tuple[Clause, ...]
    unknown: tuple[tuple[str, tuple[str, ...]], ...]
    contradicts: bool
    tell: tuple[Tell, ...]
    general: tuple[Clause, ...]


class _Bound(NamedTuple):
    """A rule with the clause it stands in."""

    clause: Clause
    rule: Rule


class _Outcome(NamedTuple):
    """What the rules come to when every fact that matters is known."""

    verdict: str
    alternatives: tuple[tuple[str, ...], ...]
    written: bool
    consents: tuple[str, ...]
    afterwards: str

    @property
    def answer(self) -> tuple[object, ...]:
        return self.verdict, frozenset(self.alternatives), frozenset(self.consents), self.afterwards


class Rulebook:
    """Clauses indexed by act, so that a ruling looks only at the rules that could matter."""

    def __init__(self, clauses: Iterable[Clause]) -> None:
        self.clauses = tuple(clauses)
        self.general = tuple(clause for clause in self.clauses if clause.general)
        self.by_act: dict[str, list[_Bound]] = {}
        for clause in self.clauses:
            for rule in clause.rules:
                self.by_act.setdefault(rule.act, []).append(_Bound(clause, rule))


def judge(clauses: Rulebook | Iterable[Clause], act: str, facts: Mapping[str, str], on: date) -> Ruling:
    """The ruling of these clauses on this act, given these facts, on this day.

    `facts` maps names from the act catalogue to values; leave out what is not known; `approved_by` may name
    several, with commas. Raises VocabularyError for an act, fact or value that is not in the catalogue.
    """
    book = clauses if isinstance(clauses, Rulebook) else Rulebook(clauses)
    check_facts(act_named(act), facts)
    in_play: list[_Bound] = []
    certain: list[_Bound] = []
    open_rules: list[_Bound] = []
    for bound in book.by_act.get(act, ()):
        if not bound.clause.in_force(on):
            continue
        applies = _applies(bound.rule, facts)
        if applies is False:
            continue
        in_play.append(bound)
        (open_rules if applies is None else certain).append(bound)

    tells = tuple(Tell(b.rule.tell, b.clause, b not in open_rules) for b in in_play if b.rule.tell)
    certain = [b for b in certain if not b.rule.tell]
    open_rules = [b for b in open_rules if not b.rule.tell]
    given = _given(facts)
    outcome = _outcome(certain, given)
    if not open_rules or outcome.verdict == "forbidden":
        return _ruling(book, act, facts, outcome, outcome.verdict, certain, certain, (), tells, on)

    names = _unknown_names(act, open_rules, facts)
    values = [values_to_try(act, name, [b.rule for b in open_rules]) for name in names]
    table: dict[tuple[str, ...], _Outcome] = {}
    decided: dict[int, _Bound] = {}
    for filled in product(*values):
        world = {**facts, **dict(zip(names, filled, strict=True))}
        true = certain + [b for b in open_rules if _applies(b.rule, world)]
        outcome = _outcome(true, given)
        table[filled] = outcome
        decided.update((id(b.rule), b) for b in _deciding(true, outcome, given))
    outcomes = list(table.values())
    verdicts = {outcome.verdict for outcome in outcomes}
    unknown = _questions(names, values, {filled: outcome.answer for filled, outcome in table.items()})
    deciding = [b for b in in_play if id(b.rule) in decided]
    verdict = verdicts.pop() if len(verdicts) == 1 else "depends"
    return _ruling(book, act, facts, _common(outcomes), verdict, certain, deciding, unknown, tells, on)


def _applies(rule: Rule, facts: Mapping[str, str]) -> bool | None:
    """Whether a rule applies, in three values: False as soon as anything rules it out."""
    by = facts.get("by")
    if by is not None and by not in rule.by:
        return False
    sure = by is not None
    for condition in rule.when:
        holds = condition.holds(facts.get(condition.fact))
        if holds is False:
            return False
        sure = sure and holds is True
    if rule.unless:
        excused = [condition.holds(facts.get(condition.fact)) for condition in rule.unless]
        if all(excused):
            return False
        sure = sure and any(held is False for held in excused)
    return True if sure else None


class _Given(NamedTuple):
    approved_by: frozenset[str]
    consent: bool


def _given(facts: Mapping[str, str]) -> _Given:
    approved_by = facts.get("approved_by")
    return _Given(frozenset(approved_by.split(",")) if approved_by else frozenset(), facts.get("consent") == "yes")


def _approved(rule: Rule, given: _Given) -> bool:
    """Whether any one of those the rule names has approved, or somebody whose approval counts as theirs."""
    return not rule.approval or any(given.approved_by & givers()[a] for a in rule.approval)


def _consented(rule: Rule, given: _Given) -> bool:
    return not rule.consent or given.consent


def _verdict(rule: Rule, given: _Given) -> str:
    """What one rule that applies comes to; a `need` that has all it needs allows."""
    if rule.effect == "need":
        return "allowed" if _approved(rule, given) and _consented(rule, given) else "needs"
    return _VERDICT[rule.effect]


def _outcome(true: Iterable[_Bound], given: _Given) -> _Outcome:
    verdict = afterwards = "silent"
    alternatives: dict[tuple[str, ...], None] = {}
    consents: dict[str, None] = {}
    written = False
    for _, rule in true:
        reached = _verdict(rule, given)
        if STRENGTH[reached] > STRENGTH[verdict]:
            verdict = reached
        later = "allowed" if rule.effect == "need" else reached
        if STRENGTH[later] > STRENGTH[afterwards]:
            afterwards = later
        if reached == "needs":
            if not _approved(rule, given):
                alternatives[rule.approval] = None
                written = written or rule.written
            if not _consented(rule, given):
                consents.update(dict.fromkeys(rule.consent))
    if verdict != "needs":
        return _Outcome(verdict, (), False, (), verdict)
    return _Outcome(verdict, tuple(alternatives), written, tuple(consents), afterwards)


def _deciding(true: Iterable[_Bound], outcome: _Outcome, given: _Given) -> list[_Bound]:
    return [b for b in true if _verdict(b.rule, given) == outcome.verdict]


def _common(outcomes: list[_Outcome]) -> _Outcome:
    """What all outcomes share: the permissions that are needed whatever the unknown facts are."""
    first = outcomes[0]
    alternatives = tuple(a for a in first.alternatives if all(a in o.alternatives for o in outcomes))
    consents = tuple(c for c in first.consents if all(c in o.consents for o in outcomes))
    afterwards = first.afterwards if all(o.afterwards == first.afterwards for o in outcomes) else ""
    return _Outcome(first.verdict, alternatives, any(o.written for o in outcomes), consents, afterwards)


def _unknown_names(act: str, open_rules: Iterable[_Bound], facts: Mapping[str, str]) -> list[str]:
    """In the catalogue's order, so that of two questions equally good the same one always comes first."""
    asked = {c.fact for b in open_rules for c in (*b.rule.when, *b.rule.unless)} | {"by"}
    return [name for name in act_named(act).facts if name in asked and name not in facts]


def values_to_try(act: str, name: str, rules: Iterable[Rule]) -> tuple[str, ...]:
    """The values of a fact that these rules can tell apart; for a number, one on each side of every bound."""
    fact = act_named(act).facts[name]
    if fact.values:
        return fact.values
    bounds = {c.bound or 0 for rule in rules for c in (*rule.when, *rule.unless) if c.fact == name}
    return tuple(str(n) for n in sorted({n for bound in bounds for n in (bound, bound + 1)}))


def _questions(
    names: list[str], values: list[tuple[str, ...]], answers: Mapping[tuple[str, ...], tuple[object, ...]]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The facts that could change the answer, first the one that leaves the fewest questions to ask.

    A fact matters where two worlds that differ in it alone have different answers.
    """
    matters = [i for i in range(len(names)) if _matters(i, answers)]
    known: dict[frozenset[tuple[int, str]], float] = {}

    def cost(asked: frozenset[tuple[int, str]]) -> float:
        """Questions still to ask on average, asking the best first."""
        if asked not in known:
            left = {answer for world, answer in answers.items() if all(world[i] == v for i, v in asked)}
            unasked = [i for i in matters if i not in {i for i, _ in asked}]
            known[asked] = 0.0 if len(left) == 1 else 1 + min(spread(i, asked) for i in unasked)
        return known[asked]

    def spread(i: int, asked: frozenset[tuple[int, str]]) -> float:
        return sum(cost(asked | {(i, value)}) for value in values[i]) / len(values[i])

    order = sorted(matters, key=lambda i: spread(i, frozenset())) if len(matters) > 1 else matters
    return tuple((names[i], values[i]) for i in order)


def _matters(i: int, answers: Mapping[tuple[str, ...], tuple[object, ...]]) -> bool:
    seen: dict[tuple[str, ...], tuple[object, ...]] = {}
    return any(seen.setdefault(w[:i] + w[i + 1 :], answer) != answer for w, answer in answers.items())


def _contradictions(certain: list[_Bound], deciding: list[_Bound]) -> list[_Bound]:
    """Rules that permit where other clauses forbid or advise against, and those others, where one of them decides."""
    decides = {id(b.rule) for b in deciding}
    permits = [b for b in certain if b.clause.modality in ("may", "statement") and b.rule.effect in ("allow", "need")]
    against = [b for b in certain if b.rule.effect in ("forbid", "discourage")]
    pairs = [
        (p, a)
        for p in permits
        for a in against
        if p.clause.id != a.clause.id and p.clause.id not in a.rule.limits and a.clause.id not in p.rule.limits
        if decides & {id(p.rule), id(a.rule)}
    ]
    return [b for pair in pairs for b in pair]


def _ruling(
    book: Rulebook,
    act: str,
    facts: Mapping[str, str],
    outcome: _Outcome,
    verdict: str,
    certain: list[_Bound],
    deciding: list[_Bound],
    unknown: tuple[tuple[str, tuple[str, ...]], ...],
    tells: tuple[Tell, ...],
    on: date,
) -> Ruling:
    if not unknown:
        deciding = _deciding(deciding, outcome, _given(facts))
    clashing = _contradictions(certain, deciding)
    cited = {id(b.rule) for b in (*deciding, *clashing)}
    clauses = _clauses(b for b in (*certain, *deciding) if id(b.rule) in cited)
    heard = {clause.id for clause in clauses}
    gave_way = _clauses(b for b in certain if b.clause.id not in heard)
    general: tuple[Clause, ...] = ()
    if verdict == "silent":
        by = facts.get("by")
        applying = (c for c in book.general if c.in_force(on))
        general = tuple(c for c in applying if by is None or any(by in bound_by(role) for role in c.who))
    return Ruling(
        act=act,
        facts=dict(facts),
        verdict=verdict,
        approvers=tuple(dict.fromkeys(a for alternative in outcome.alternatives for a in alternative)),
        consents=outcome.consents,
        alternatives=outcome.alternatives,
        written=outcome.written,
        afterwards=outcome.afterwards,
        clauses=clauses,
        outweighed=gave_way,
        unknown=unknown,
        contradicts=bool(clashing),
        tell=tells,
        general=general,
    )


def _clauses(bounds: Iterable[_Bound]) -> tuple[Clause, ...]:
    """Each clause once, by number as people count: 98 before 104."""
    return tuple({b.clause.id: b.clause for b in sorted(bounds, key=lambda b: _counted(b.clause.id))}.values())


def _counted(number: str) -> list[tuple[int, str]]:
    # A longer run of digits is the larger number; int() refuses the very long ones.
    parts = re.split(r"(\d+)", number)
    return [(len(part.lstrip("0")), part.lstrip("0")) if part.isdecimal() else (-1, part) for part in parts]
