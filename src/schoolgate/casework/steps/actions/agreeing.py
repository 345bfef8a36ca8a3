"""Somebody else's yes or no to a step that needs more than one person."""

from __future__ import annotations

from django.db.models import Max
from django.http import Http404

from schoolgate.casework.cases.actions.working import chronicle, working
from schoolgate.casework.cases.models import Case
from schoolgate.casework.steps.models import Step, StepSignature
from schoolgate.casework.steps.rungs import rungs
from schoolgate.casework.steps.standing import history
from schoolgate.casework.steps.whose import may_agree
from schoolgate.community.change import Refused
from schoolgate.community.models import Person

NOT_YOURS = (
    "Your agreement is not asked for here. Either enough people have had their say already, or you decided it "
    "yourself, or it is for somebody else to agree."
)
CHANGED = "Somebody has decided again since you opened this page. Read what stands now before you say yes or no."
SAY_WHY = "Say why, in a few words."


def agree(person: Person, case: Case, pk: int, *, agreed: bool, why: str) -> StepSignature:
    """Say yes or no to the decision that stands for its rung. One no is enough for it not to count.

    Raises Refused for one's own decision, a second say, or a decision that another has replaced.
    """
    with working(person, case, "case.decide") as (ledger, held):
        step = history(held).filter(pk=pk).first()
        if step is None:
            raise Http404
        last = history(held).filter(rung=step.rung).aggregate(last=Max("pk"))["last"]
        if step.pk != last:
            raise Refused(CHANGED)
        place = may_agree(person, held, step)
        if step.decision != Step.Decision.TAKEN or place is None:
            raise Refused(NOT_YOURS)
        if not why.strip():
            raise Refused(SAY_WHY)
        signature = StepSignature(step=step, fills=place, agreed=agreed, by=person)
        signature.keep(why=why)
        signature.save()
        says = "agreed" if agreed else "not agreed"
        chronicle(ledger, held, "step", f"{rungs()[step.rung].label}: {says}. {why}", about=signature)
        return signature
