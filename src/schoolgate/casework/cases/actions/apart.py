"""Whoever a case names is kept apart from it from that moment, with their family; and somebody is always left."""

from __future__ import annotations

from schoolgate.casework.cases.access import deciders, kept_out, people_kept_out
from schoolgate.casework.cases.actions.joining_in import end
from schoolgate.casework.cases.actions.opening import bring_on
from schoolgate.casework.cases.actions.working import chronicle
from schoolgate.casework.cases.models import Case, Member
from schoolgate.casework.cases.routing import route
from schoolgate.community.change import Change, Refused

NOBODY_LEFT = (
    "Nobody at the school would be left who may deal with this. First add a governor or another leader to the case, "
    "under “Who may open it”."
)
WHY = "The case names them, or a child of theirs."


def keep_apart(ledger: Change, case: Case) -> None:
    """End the memberships of everybody whom a case names, or a child of theirs; where nobody who may decide is left,
    it comes to whom the policy names besides them. Raises Refused where there is nobody."""
    out = kept_out(case)
    rows = Member.objects.of(case.school).filter(case=case, ended_at=None, person__in=out).select_related("person")
    for row in rows:
        end(ledger, row, WHY)
        chronicle(ledger, case, "left", f"{row.person.name}. {WHY}", about=row)
    if case.lead_id in out:
        case.lead = None
        case.save()
    send_on(ledger, case, WHY)


def send_on(ledger: Change, case: Case, why: str) -> None:
    """Where nobody who may decide about a case can open it, bring it to whom the policy names today."""
    if deciders(case):
        return
    to = route(case.school, case.kinds, besides=people_kept_out(case))
    if not to.to:
        raise Refused(NOBODY_LEFT)
    bring_on(ledger, case, to, f"{{}}. Nobody else was left who may deal with it: {why[0].lower()}{why[1:]}")
    if not deciders(case):
        raise Refused(NOBODY_LEFT)
