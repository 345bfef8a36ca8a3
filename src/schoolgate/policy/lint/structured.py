"""The linter for policies as data: what structured clauses tell that text cannot. The engine judges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import product

from schoolgate.policy.clause import Clause, Rule
from schoolgate.policy.engine import Rulebook, judge
from schoolgate.policy.lint.finding import Finding
from schoolgate.policy.lint.people import broad, says
from schoolgate.policy.lint.topics import missing
from schoolgate.policy.vocabulary import PERMISSIONS, act_named, acts, bound_by

_WORLDS = 600
_VAGUE = {
    "school": "“The school” cannot say yes; a person has to.",
    "manager": "A school has many managers, and some people have none.",
}
_NO_LINES = (0, 0)


def lint_clauses(clauses: Sequence[Clause], title: str, on: date) -> list[Finding]:
    """The findings that can be told from clauses: scope_hole, contradiction, unidentified_authority, missing_topic.

    `title` is the policy's, for the text that topics are looked for in. Sorted by line; (0, 0) where a clause has none.
    """
    live = [clause for clause in clauses if clause.in_force(on)]
    text = "\n".join((title, *(clause.says for clause in live)))
    bound_acts = {rule.act for clause in live for rule in clause.rules}
    controls = {name for clause in live for name in clause.controls}
    found = [
        *_contradictions(live, on),
        *_vague(live),
        *_unreached(live),
        *missing(text, bound_acts, controls, (1, 1)),
    ]
    return sorted(found, key=lambda finding: (finding.lines, finding.kind))


def _contradictions(clauses: Sequence[Clause], on: date) -> Iterator[Finding]:
    """Each set of clauses that clash, once: every act, everybody bound, every case their conditions tell apart."""
    book = Rulebook(clauses)
    seen: set[frozenset[str]] = set()
    for act, bounds in book.by_act.items():
        rules = [rule for _, rule in bounds]
        for by in sorted(frozenset().union(*(rule.by for rule in rules))):
            for world in _worlds(act, [rule for rule in rules if by in rule.by]):
                ruling = judge(book, act, {"by": by, **world}, on)
                clashing = _clash(ruling.clauses, act)
                ids = frozenset(clause.id for clause in clashing)
                if ruling.contradicts and ids and ids not in seen and not any(ids >= other for other in seen):
                    seen.add(ids)
                    yield _contradiction(clashing, act)


def _clash(clauses: Iterable[Clause], act: str) -> list[Clause]:
    return [clause for clause in clauses if any(rule.act == act for rule in clause.rules)]


def _contradiction(clauses: Sequence[Clause], act: str) -> Finding:
    lines = [clause.lines for clause in clauses if clause.lines]
    names = " and ".join(clause.id for clause in clauses)
    return Finding(
        "contradiction",
        (min(first for first, _ in lines), max(last for _, last in lines)) if lines else _NO_LINES,
        f"{names} answer one question ({acts()[act].label.lower()}) in different ways.",
        "Change one of them, or say in one that it narrows the other.",
        names,
    )


def _worlds(act: str, rules: Sequence[Rule]) -> Iterator[dict[str, str]]:
    """Every way of filling in the facts that the rules' conditions look at; as many as can be tried quickly."""
    conditions = [condition for rule in rules for condition in (*rule.when, *rule.unless)]
    values: dict[str, list[str]] = {}
    for condition in conditions:
        if condition.fact in PERMISSIONS:
            continue
        known = act_named(act).facts[condition.fact].values
        bounds = [b for b in (condition.at_most, condition.more_than) if b is not None]
        values.setdefault(condition.fact, []).extend(known or [str(n) for b in bounds for n in (b, b + 1)])
    choices = [dict.fromkeys(options) for options in values.values()]
    for count, filled in enumerate(product(*choices)):
        if count >= _WORLDS:
            return
        yield dict(zip(values, filled, strict=True))


def _vague(clauses: Sequence[Clause]) -> Iterator[Finding]:
    for clause in clauses:
        for rule in clause.rules:
            if len(rule.approval) == 1 and rule.approval[0] in _VAGUE:
                yield Finding(
                    "unidentified_authority",
                    clause.lines or _NO_LINES,
                    f"{clause.id} asks for an approval that nobody in particular can give. {_VAGUE[rule.approval[0]]}",
                    "Name a role, and who stands in when that person is away.",
                    rule.approval[0],
                )
                break


def _unreached(clauses: Sequence[Clause]) -> Iterator[Finding]:
    """People whom a clause says it binds and whom no rule, duty or control of any clause concerns."""
    told: set[str] = set()
    for clause in clauses:
        told.update(role for rule in clause.rules for role in rule.by)
        if clause.duties or clause.controls or (clause.workflow and not clause.informs):
            told.update(role for name in clause.who for role in bound_by(name))
    for clause in clauses:
        if not clause.informs and not clause.general:
            continue
        hole = broad(
            role for name in clause.who if name not in ("school", "everyone") for role in bound_by(name)
        ) - broad(told)
        if hole:
            yield Finding(
                "scope_hole",
                clause.lines or _NO_LINES,
                f"{clause.id} speaks of {says(hole)}, but no rule, duty or setting in the policy concerns them.",
                f"Add rules for {says(hole)}, or take them out of the scope.",
                clause.id,
            )
            return
