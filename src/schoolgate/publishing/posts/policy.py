"""What the policy in force says of publishing a post: whom it asks, and which clauses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from schoolgate.approvals.kinds import Group
from schoolgate.community.models import Person
from schoolgate.policy.clause import Clause
from schoolgate.policy.engine import Ruling
from schoolgate.policy.models import PolicyVersion
from schoolgate.policy.speaking import AS
from schoolgate.publishing.checking.facts import PICTURE, PUBLISH

AS_SHOWN = {"account": "official", "child": "other"}
BY_EYE = frozenset({"advice", "check", "conduct"})


class Answer(NamedTuple):
    """`groups`: one of each is still to agree. `forbidden`: no approval changes it. `silent`: it says nothing."""

    ruling: Ruling
    groups: tuple[Group, ...]
    forbidden: bool
    consents: tuple[str, ...]
    clauses: tuple[Clause, ...]

    @property
    def silent(self) -> bool:
        return self.ruling.verdict == "silent"


def speaks_as(person: Person, on: date) -> str:
    """As what somebody publishes: the first of their roles that the engine knows."""
    held = person.roles(on)
    return next((by for role, by in AS.items() if role in held), "staff")


def by_eye(clauses: Iterable[Clause]) -> list[tuple[str, Clause]]:
    """What the policy asks of every post that no check can tell: somebody looks, and says that they have."""
    return [
        (duty.what, clause)
        for clause in clauses
        if clause.workflow == "post_approval"
        for duty in clause.duties
        if duty.kind in BY_EYE
    ]


def answer(policy: PolicyVersion, facts: Mapping[str, str], on: date, given: Collection[str] = ()) -> Answer:
    """What it says on a day, once these approvers have agreed: of the post, and of the pupils' pictures in it."""
    known = {**facts, **({"approved_by": ",".join(given)} if given else {})}
    rulings = [policy.judge(PUBLISH, known, on)]
    if facts.get("pupils_pictured") == "yes":
        shown = {name: value for name, value in known.items() if name != "pupils_pictured"}
        rulings.append(policy.judge(PICTURE, {**shown, **AS_SHOWN}, on))
    return Answer(
        ruling=rulings[0],
        groups=tuple(dict.fromkeys(group for one in rulings for group in one.alternatives)),
        forbidden=any(one.verdict == "forbidden" for one in rulings),
        consents=tuple(dict.fromkeys(name for one in rulings for name in one.consents)),
        clauses=tuple({clause.id: clause for one in rulings for clause in one.clauses}.values()),
    )
