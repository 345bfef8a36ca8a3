"""What a policy says to families, put in order: for parents and carers, and for pupils. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from schoolgate.policy.clause import Clause, Rule
from schoolgate.policy.controls import settings
from schoolgate.policy.explain import joined
from schoolgate.policy.wording import choice_label

PARTS = ("rules", "ask", "advice", "may", "know")
"""The parts of the guide for one audience, in their order. Each clause says itself whether it is to be done or not."""
PART_OF: Mapping[str, str] = {"forbid": "rules", "discourage": "advice", "need": "ask", "allow": "may"}
STRICTEST = ("rules", "ask", "advice", "may")
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


@dataclass(frozen=True, slots=True)
class Guide:
    """`parents` and `pupils`: part -> lines. `tell`: which line of the frame, who is told, and the clause."""

    parents: Mapping[str, Sequence[Line]]
    pupils: Mapping[str, Sequence[Line]]
    tell: Sequence[tuple[str, str, str]]

    @property
    def empty(self) -> bool:
        return not (self.parents or self.pupils)

    @property
    def text(self) -> str:
        """The SHA-256 of all that it says."""
        return sha256(repr((self.parents, self.pupils, self.tell)).encode()).hexdigest()


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
    return Guide(_said_to(clauses, "parent"), _said_to(clauses, "pupil"), tell)


def _said_to(clauses: Iterable[Clause], role: str) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for clause in clauses:
        if part := _part(clause, role):
            found.setdefault(part, []).append(Line(clause.says, clause.id))
    return {part: found[part] for part in PARTS if part in found}


def _part(clause: Clause, role: str) -> str:
    """Where a clause stands in what is said to a role; '' for one that says nothing to it."""
    parts = {PART_OF[rule.effect] for rule in clause.rules if _binds(rule, role)}
    if parts:
        return next(part for part in STRICTEST if part in parts)
    bound = role in clause.who or "everyone" in clause.who
    if bound and clause.modality in ("must", "must_not"):
        return "rules"
    if bound and (clause.modality in ("should", "should_not") or clause.duties):
        return "advice"
    if bound and clause.general:
        return "know"
    return "know" if role == "parent" and clause.workflow == "parent_guide" else ""


def _binds(rule: Rule, role: str) -> bool:
    return role in rule.by and rule.effect in PART_OF
