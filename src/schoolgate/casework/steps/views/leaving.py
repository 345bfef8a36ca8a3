"""Saying of several steps at once that they are not taken; and of the others, why they are not there."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.steps.actions.deciding import decide_not
from schoolgate.casework.steps.forms import NotTaken
from schoolgate.casework.steps.rungs import rungs
from schoolgate.casework.steps.standing import Rung, has_affected, ladder
from schoolgate.casework.steps.views.deciding import below, theirs, yours
from schoolgate.casework.steps.whose import may_leave
from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent
from schoolgate.policy.explain import joined


@power("case.decide")
@ask
def steps_not_taken(request: Request, reference: str) -> HttpResponse:
    """Say of several steps at once that they are not taken, each with its own reason."""
    case = find(request, reference)
    every = [rung for rung in ladder(case) if rung.decision in ("", "not_yet")]
    left = [rung for rung in every if not rung.was_taken and yours(request, case, rung)]
    form = NotTaken(left, has_affected(case), sent(request))
    if left and form.is_valid():
        try:
            made = decide_not(request.person, case, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            steps = joined([rungs()[step.rung].label for step in made])
            messages.success(request, f"Written down as not taken: {steps}." if made else "That stands already.")
            return redirect("steps", case.reference)
    context = {
        "case": case,
        "form": form,
        "left": left,
        "left_out": _left_out(request.person, case, [rung for rung in every if rung not in left]),
        "title": "Steps you do not take",
        **below(case),
        "button_text": "Write them down",
    }
    return render(request, "steps/not_taken.html", context, status=422 if form.errors else 200)


def _left_out(person: Person, case: Case, rungs: Iterable[Rung]) -> list[tuple[Rung, str]]:
    """The steps that are not theirs to leave out here, each with why; nothing before somebody looked at the case."""
    if not case.runs or case.state == Case.State.NEW:
        return []
    return [(rung, _why_not_here(person, case, rung)) for rung in rungs if rung.named or rung.decision]


def _why_not_here(person: Person, case: Case, rung: Rung) -> str:
    if rung.was_taken and may_leave(person, case, rung):
        return "It was taken before. Say in your own words what is so now."
    whose = theirs(case, rung)
    if whose["considers"]:
        return f"By {whose['considers_by']}, {whose['considers']} has to consider it."
    if whose["in_hand"]:
        return f"{whose['in_hand']} has decided on it, so it is theirs."
    return f"This is for {whose['whose']} to decide." if whose["whose"] else "Nobody can decide it today."
