"""What a policy says to families, put in order: for parents and carers, and for pupils. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from schoolgate.policy.clause import Clause, Rule
from schoolgate.policy.controls import settings
from schoolgate.policy.explain import joined
from schoolgate.policy.vocabulary import load_yaml
from schoolgate.policy.wording import choice_label

PARTS = ("rules", "ask", "advice", "may", "know")
"""The parts of the guide for one audience, the strictest first. Each clause says itself whether it is to be done or
not."""
PART_OF: Mapping[str, str] = {"forbid": "rules", "discourage": "advice", "need": "ask", "allow": "may"}
TELLS: Mapping[str, str] = {
    "tell_concern": "report.concern",
    "tell_bullying": "report.bullying",
    "tell_complaint": "report.complaint",
    "tell_mention": "report.mention",
}
"""Each line of “whom to tell”, and the control that says whom."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a clause says, with its number."""

    says: str
    clause: str


Place = tuple[str, Line]
"""A part, and a line that stands in it."""


@dataclass(frozen=True, slots=True)
class Guide:
    """`parents`, `pupils` and `both`: part -> lines. `tell`: which line of the frame, who is told, and the clause.

    What is said to parents and to pupils alike stands in `both` alone.
    """

    parents: Mapping[str, Sequence[Line]]
    pupils: Mapping[str, Sequence[Line]]
    both: Mapping[str, Sequence[Line]]
    tell: Sequence[tuple[str, str, str]]

    @property
    def empty(self) -> bool:
        return not (self.parents or self.pupils or self.both)

    @property
    def text(self) -> str:
        """The SHA-256 of all that it says."""
        return sha256(repr((self.parents, self.pupils, self.both, self.tell)).encode()).hexdigest()


def guide(clauses: Iterable[Clause]) -> Guide:
    """The guide that the clauses in force come to."""
    clauses = tuple(clauses)
    fixed = settings(clauses)
    tell: list[tuple[str, str, str]] = []
    for line, control in TELLS.items():
        if control in fixed and isinstance(value := fixed[control].value, tuple):
            # Nobody is told to tell themselves.
            whom = [choice_label(one) for one in value if one not in ("parent", "pupil")]
            if whom:
                tell.append((line, joined(whom, "or"), fixed[control].clause.id))
    parents, pupils, both = (_by_part(said) for said in _said(clauses))
    return Guide(parents, pupils, both, tell)


def _said(clauses: Iterable[Clause]) -> tuple[list[Place], list[Place], list[Place]]:
    """What is said to parents, to pupils, and to both: each clause once, under the strictest thing it does."""
    parents: list[Place] = []
    pupils: list[Place] = []
    both: list[Place] = []
    for clause in clauses:
        to_parents, to_pupils = _part(clause, "parent"), _part(clause, "pupil")
        line = Line(clause.says, clause.id)
        if to_pupils and to_parents in ("", "know") and to_pupils != to_parents:
            # What is asked of pupils is good for parents to know too: they read it there.
            pupils.append((to_pupils, line))
        elif to_parents and to_pupils:
            both.append((min(to_parents, to_pupils, key=PARTS.index), line))
        elif to_parents:
            parents.append((to_parents, line))
    return parents, pupils, both


def _by_part(said: Sequence[Place]) -> dict[str, list[Line]]:
    found = {part: [line for where, line in said if where == part] for part in PARTS}
    return {part: lines for part, lines in found.items() if lines}


def _part(clause: Clause, role: str) -> str:
    """Where a clause stands in what is said to a role; '' for one that says nothing to it."""
    binding = [rule for rule in clause.rules if role in rule.by and rule.effect in PART_OF]
    if parts := {PART_OF[rule.effect] for rule in binding if _is_done(rule, role)}:
        return min(parts, key=PARTS.index)
    if any(set(rule.consent) & set(_concerns()["consents"][role]) for rule in clause.rules):
        return "know"
    bound = not binding and (role in clause.who or "everyone" in clause.who) and _is_met(clause)
    if bound and clause.modality in ("must", "must_not"):
        return "rules"
    if bound and (clause.modality in ("should", "should_not") or clause.duties):
        return "advice"
    if bound and clause.general:
        return "know"
    tells = any(duty.kind == "inform" for duty in clause.duties)
    # That the school tells families is done by giving them this.
    return "know" if role == "parent" and clause.workflow == "parent_guide" and not tells else ""


def _is_done(rule: Rule, role: str) -> bool:
    """Whether it is about something that a family does, and not only from an official account."""
    acts = _concerns()["acts"]
    official = any(one.fact == "account" and one.values == {"official"} for one in rule.when)
    return not official and rule.act in (*acts["everybody"], *acts[role])


def _is_met(clause: Clause) -> bool:
    """Whether a clause that rules on no act of theirs is one that a family keeps, or sees at work."""
    if clause.controls:
        return any(control in _concerns()["controls"] for control in clause.controls)
    return not clause.workflow or clause.workflow in _concerns()["workflows"]


@cache
def _concerns() -> Mapping[str, Any]:
    """What a family does or meets."""
    data: Mapping[str, Any] = load_yaml(files("schoolgate.duties.guides").joinpath("concerns.yaml").read_bytes())
    return data
