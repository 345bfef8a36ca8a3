"""Which link with the school gives it the right to act outside its premises: what the policy in force names."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from schoolgate.casework.cases.words import grounds
from schoolgate.community.models import School
from schoolgate.policy.clause import Clause
from schoolgate.policy.controls import settings
from schoolgate.policy.models import PolicyVersion, in_force

CONTROL = "sanction.offsite_grounds"
OF_ITSELF = frozenset({"on_site", "none"})
"""What needs no clause: it happened at school, or the school only supports."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A link with the school, and the clause that names it, if one does."""

    code: str
    clause: Clause | None
    version: PolicyVersion | None

    @property
    def asks_why(self) -> bool:
        """Whether the policy leaves it open, so that the reason has to be said."""
        return self.clause is None and self.code not in OF_ITSELF


def every_ground(school: School) -> list[Ground]:
    """Each link that can be chosen, with what the policy of today says of it."""
    version = in_force(school)
    clauses = version.clauses_on(timezone.localdate()) if version else []
    found = [clause for clause in clauses if CONTROL in clause.controls]

    def named(code: str) -> Clause | None:
        return next((clause for clause in found if code in _values(clause)), None)

    return [Ground(code, named(code), version) for code in grounds()]


def ground_in(school: School, code: str) -> Ground:
    return next(ground for ground in every_ground(school) if ground.code == code)


def _values(clause: Clause) -> tuple[str, ...]:
    value = settings([clause])[CONTROL].value
    return value if isinstance(value, tuple) else ()
