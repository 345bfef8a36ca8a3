"""A pack's rules written in Cedar, and its cases as Cedar's requests.

What carries over: who, the act, the conditions and exceptions, approvals and consents. What does not:
- *unknown*: Cedar takes an attribute that is not there as a plain no, so only cases with every fact are compared;
- *needs*: Cedar denies until the approval is there, and does not say whose is missing;
- *discouraged* and *silent*: both are simply allowed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from schoolgate.policy.clause import Clause, Condition, Rule
from schoolgate.policy.vocabulary import acts, givers

ENTITIES = "[]"
DENIED = frozenset({"forbidden", "needs"})
BASE = "permit(principal, action, resource);"


def policies(clauses: Iterable[Clause]) -> str:
    """Every rule but those that only tell, each with its clause as `@id`; what no rule forbids is permitted."""
    written = (_policy(clause, rule) for clause in clauses for rule in clause.rules if rule.effect != "tell")
    return "\n".join([BASE, *written])


def sliced(clauses: Iterable[Clause]) -> dict[str, str]:
    """The same, an act at a time: what Cedar's users do to keep a large set of policies fast."""
    slices = {name: [BASE] for name in acts()}
    for clause in clauses:
        for rule in clause.rules:
            if rule.effect != "tell":
                slices[rule.act].append(_policy(clause, rule))
    return {act: "\n".join(written) for act, written in slices.items()}


def request(act: str, facts: Mapping[str, str]) -> dict[str, object]:
    """One case. `approved_by` becomes a set, a number a number; the context is JSON already, as is quickest."""
    context: dict[str, object] = {name: _value(name, value) for name, value in facts.items() if name != "by"}
    return {
        "principal": f'Role::"{facts["by"]}"',
        "action": f'Action::"{act}"',
        "resource": 'School::"here"',
        "context": json.dumps(context),
    }


def _value(name: str, value: str) -> object:
    if name == "approved_by":
        return value.split(",")
    return int(value) if value.isdigit() else value


def _policy(clause: Clause, rule: Rule) -> str:
    kind = "permit" if rule.effect in ("allow", "discourage") else "forbid"
    who = " || ".join(f'principal == Role::"{role}"' for role in sorted(rule.by))
    when = " && ".join([f"({who})", *map(_condition, rule.when)])
    unless = [" && ".join(map(_condition, rule.unless))] if rule.unless else []
    if rule.effect == "need":
        unless.append(_given(rule))
    excused = "".join(f" unless {{ {reason} }}" for reason in unless)
    head = f'(principal, action == Action::"{rule.act}", resource)'
    return f'@id("{clause.id}") {kind}{head} when {{ {when} }}{excused};'


def _condition(condition: Condition) -> str:
    fact = condition.fact
    if condition.at_most is not None:
        return f"(context has {fact} && context.{fact} <= {condition.at_most})"
    if condition.more_than is not None:
        return f"(context has {fact} && context.{fact} > {condition.more_than})"
    return f"(context has {fact} && {json.dumps(sorted(condition.values))}.contains(context.{fact}))"


def _given(rule: Rule) -> str:
    """All that a `need` asks for: one of its approvals, and its consents."""
    parts = []
    if rule.approval:
        enough = sorted(frozenset[str]().union(*(givers()[name] for name in rule.approval)))
        parts.append(f"(context has approved_by && context.approved_by.containsAny({json.dumps(enough)}))")
    if rule.consent:
        parts.append('(context has consent && context.consent == "yes")')
    return " && ".join(parts)
