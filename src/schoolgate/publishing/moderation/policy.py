"""What the policy in force says of taking down what others write, and of shutting somebody out."""

from __future__ import annotations

from typing import NamedTuple

from django.utils import timezone

from schoolgate.community.models import Person, School
from schoolgate.policy.clause import Clause
from schoolgate.policy.models import in_force
from schoolgate.policy.speaking import AS

CRITICISM, SHUT_OUT = "delete.criticism", "block.parent"
WORKFLOW = "moderation"


class Says(NamedTuple):
    """`criticism`: the clauses that decide about taking criticism down; `block`: about shutting somebody out of a page
    (and whether they let the school); `also`: whatever else the policy says of looking after its pages."""

    criticism: tuple[Clause, ...] = ()
    block: tuple[Clause, ...] = ()
    may_block: bool = False
    also: tuple[Clause, ...] = ()

    @property
    def every(self) -> list[Clause]:
        return list({clause.id: clause for clause in (*self.criticism, *self.also)}.values())


def says(school: School, by: Person | None = None) -> Says:
    version, today = in_force(school), timezone.localdate()
    if version is None:
        return Says()
    roles = by.roles() if by else frozenset()
    speaks_as = next((name for role, name in AS.items() if role in roles), "staff")
    criticism = version.judge(CRITICISM, {"by": speaks_as}, today)
    block = version.judge(SHUT_OUT, {"by": "school"}, today)
    also = tuple(clause for clause in version.clauses_on(today) if clause.workflow == WORKFLOW and not clause.rules)
    may_block = block.verdict in ("allowed", "needs", "depends")
    return Says(criticism.clauses, block.clauses, may_block, also)
