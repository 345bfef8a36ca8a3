"""Which agreements a school's policy asks for, and because of which clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from schoolgate.duties.agreements.known import agreements
from schoolgate.duties.audiences import STAGES, audiences_of
from schoolgate.duties.owing import Asked
from schoolgate.policy.clause import Clause

CONTROL = "agreement.audiences"
WORKFLOW = "agreement_signing"


def audiences(asked: Asked) -> Mapping[str, str]:
    """The audiences that sign an agreement, in the order of the tables, each with the number of the clause.

    The policy's list of them; where it fixes none, whoever owes a signature; where it asks for none either,
    whoever the clauses bind that an agreement is there for. An age group that the school does not have is left out.
    """
    found = _listed(asked) or _owing(asked) or _bound(c for c in asked.clauses if c.workflow == WORKFLOW)
    return {name: found[name] for name in here(asked) if name in found}


def here(asked: Asked) -> list[str]:
    """Whoever an agreement can be for at this school, in the order of the tables: no age group without a pupil."""
    return [name for name in agreements() if name not in STAGES or asked.audiences.of(name)]


def by_parents(asked: Asked) -> frozenset[str]:
    """The age groups whose agreement a parent signs for the child."""
    return frozenset(asked.values("agreement.signed_by_parent"))


def talked_through(asked: Asked) -> bool:
    """Whether pupils talk the agreement through before they sign."""
    setting = asked.settings.get("agreement.discussed_with_pupils")
    return bool(setting and setting.value)


def before_access(asked: Asked) -> bool:
    """Whether it is signed before anybody uses the school's computers."""
    setting = asked.settings.get("agreement.before_access")
    return bool(setting and setting.value)


def _listed(asked: Asked) -> dict[str, str]:
    setting = asked.settings.get(CONTROL)
    found: dict[str, str] = {}
    for clause in (setting.clause, *setting.also) if setting else ():
        value = clause.controls[CONTROL]
        for name in value if isinstance(value, tuple) else ():
            # Several clauses may name an audience: the one that also asks for a signature says it best.
            if name not in found or any(duty.kind == "agreement" for duty in clause.duties):
                found[name] = clause.id
    return found


def _owing(asked: Asked) -> dict[str, str]:
    return _bound(owed.clause for owed in asked.duties if owed.duty.kind == "agreement")


def _bound(clauses: Iterable[Clause]) -> dict[str, str]:
    found: dict[str, str] = {}
    for clause in clauses:
        for name in audiences_of(clause.who):
            found.setdefault(name, clause.id)
    return found
